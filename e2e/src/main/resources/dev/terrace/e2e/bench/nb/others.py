"""What others make of the same database: python3-openvswitch's IDL, and ovn-nbctl in daemon mode.

    others.py idl|nbctl read REMOTE SET          the database, in which there is that address set
    others.py idl|nbctl mutate REMOTE SET COUNT  one address into the set or out of it, COUNT times, one after the other
    others.py idl|nbctl insert REMOTE FILE SIZE  all policies of a file, one in a line, SIZE of them in a transaction

Each prints a JSON array of the seconds that the steps took.
"""

import json
import os
import subprocess
import sys
import time
import uuid

import ovs.db.idl
import ovs.poller

SCHEMA = "/usr/share/ovn/ovn-nb.ovsschema"
COLUMNS = {
    "Address_Set": ["name", "addresses", "external_ids"],
    "Port_Group": ["name", "ports", "acls", "external_ids"],
    "ACL": ["direction", "tier", "priority", "match", "action", "name", "log", "options", "external_ids"],
    "Logical_Switch_Port": ["name"],
    "NB_Global": ["options", "nb_cfg", "hv_cfg"],
}
ADDRESS = "10.255.0.1"


def plain(value):
    """A column value of RFC 7047 as the IDL takes it."""
    if isinstance(value, list) and value[0] == "map":
        return dict(value[1])
    if isinstance(value, list) and value[0] == "set":
        return [uuid.UUID(member[1]) if isinstance(member, list) else member for member in value[1]]
    return value


class Idl:
    def __init__(self, remote):
        helper = ovs.db.idl.SchemaHelper(SCHEMA)
        for table, columns in COLUMNS.items():
            helper.register_columns(table, columns)
        self.idl = ovs.db.idl.Idl(remote, helper, leader_only=False)
        while not self.idl.has_ever_connected():
            self.idl.run()
            poller = ovs.poller.Poller()
            self.idl.wait(poller)
            if not self.idl.has_ever_connected():
                poller.block()

    def find(self, name):
        return next(row for row in self.idl.tables["Address_Set"].rows.values() if row.name == name)

    def commit(self, fill):
        status = ovs.db.idl.Transaction.TRY_AGAIN
        while status == ovs.db.idl.Transaction.TRY_AGAIN:
            transaction = ovs.db.idl.Transaction(self.idl)
            fill(transaction)
            status = transaction.commit_block()
        if status != ovs.db.idl.Transaction.SUCCESS:
            sys.exit(f"{status}: {transaction.get_error()}")

    def mutate(self, row, come):
        self.commit(lambda _: (row.addvalue if come else row.delvalue)("addresses", ADDRESS))

    def insert(self, policies):
        self.commit(lambda transaction: self.fill(transaction, policies))

    def fill(self, transaction, policies):
        ports = self.idl.tables["Logical_Switch_Port"].rows
        for group, acls, addresses in policies:
            row = self.row(transaction, "Port_Group", group | {"acls": ["set", []], "ports": ["set", []]})
            row.acls = [self.row(transaction, "ACL", acl) for acl in acls]
            row.ports = [ports[port] for port in plain(group["ports"])]
            self.row(transaction, "Address_Set", addresses)

    def row(self, transaction, table, columns):
        row = transaction.insert(self.idl.tables[table])
        for column, value in columns.items():
            setattr(row, column, plain(value))
        return row


def quoted(value):
    """A column value of RFC 7047 on the command line of ovn-nbctl."""
    value = plain(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}={json.dumps(member)}" for key, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(str(member) if isinstance(member, uuid.UUID) else json.dumps(member) for member in value) + "]"
    return json.dumps(value)


class Nbctl:
    def __init__(self, remote):
        socket = self.run(f"--db={remote}", "--no-leader-only", "--pidfile", "--overwrite-pidfile", "--detach", "--log-file=/dev/null")
        os.environ["OVN_NB_DAEMON"] = socket.strip()

    def run(self, *arguments):
        done = subprocess.run(["ovn-nbctl", *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(done.stderr)
        return done.stdout

    def find(self, name):
        self.run("get", "Address_Set", name, "name")
        return name

    def mutate(self, name, come):
        self.run("add" if come else "remove", "Address_Set", name, "addresses", f'"{ADDRESS}"')

    def insert(self, policies):
        words = []
        for number, (group, acls, addresses) in enumerate(policies):
            names = [f"@acl{number}_{place}" for place in range(len(acls))]
            for name, acl in zip(names, acls):
                words += [f"--id={name}", *self.create("ACL", acl)]
            words += self.create("Port_Group", group | {"acls": None})[:-1] + ["acls=" + ",".join(names), "--"]
            words += self.create("Address_Set", addresses)
        self.run(*words[:-1])

    def create(self, table, columns):
        values = [f"{column}={quoted(value)}" for column, value in columns.items() if value is not None]
        return ["create", table, *values, "--"]

    def close(self):
        subprocess.run(["ovs-appctl", "-t", os.environ["OVN_NB_DAEMON"], "exit"], check=True)


def timed(step, *arguments):
    begin = time.perf_counter()
    step(*arguments)
    return time.perf_counter() - begin


def main():
    kind, what, remote, *rest = sys.argv[1:]
    begin = time.perf_counter()
    client = {"idl": Idl, "nbctl": Nbctl}[kind](remote)
    if what == "read":
        client.find(rest[0])
        times = [time.perf_counter() - begin]
    elif what == "mutate":
        found = client.find(rest[0])
        times = [timed(client.mutate, found, i % 2 == 0) for i in range(int(rest[1]))]
    else:
        with open(rest[0]) as lines:
            policies = [json.loads(line) for line in lines]
        size = int(rest[1])
        times = [timed(client.insert, policies[i : i + size]) for i in range(0, len(policies), size)]
    if kind == "nbctl":
        client.close()
    print(json.dumps(times))


main()
