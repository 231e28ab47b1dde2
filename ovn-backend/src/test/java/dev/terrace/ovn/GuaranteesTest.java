package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guarantees of {@code docs/design/ovsdb.md}: each has a test that bears its number. */
class GuaranteesTest {

    private static final Pattern NUMBER = Pattern.compile("g(\\d+)_\\w+");

    @Test
    void eachHasATest() throws Exception {
        Set<Integer> tested = new TreeSet<>();
        for (Class<?> test : tests()) {
            Stream.of(test.getDeclaredMethods())
                    .filter(method -> method.getAnnotations().length > 0)
                    .map(method -> NUMBER.matcher(method.getName()))
                    .filter(Matcher::matches)
                    .forEach(name -> tested.add(Integer.valueOf(name.group(1))));
        }
        assertThat(tested)
                .isEqualTo(IntStream.rangeClosed(1, 13).boxed().collect(Collectors.toCollection(TreeSet::new)));
    }

    private static List<Class<?>> tests() throws Exception {
        URI here = GuaranteesTest.class.getResource(".").toURI();
        try (Stream<Path> files = Files.list(Path.of(here))) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Test.class"))
                    .map(name -> GuaranteesTest.class.getPackageName() + "." + name.replace(".class", ""))
                    .toList();
            List<Class<?>> classes = new java.util.ArrayList<>();
            for (String name : names) {
                classes.add(Class.forName(name));
            }
            return classes;
        }
    }
}
