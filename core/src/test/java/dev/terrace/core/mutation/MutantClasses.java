package dev.terrace.core.mutation;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The classes of core and of its tests once more, with the mistake of a mutant in one of them. */
final class MutantClasses extends ClassLoader {

    private static final String CORE = "dev.terrace.core.";
    private static final List<Path> BUILT = List.of(Path.of("target/classes"), Path.of("target/test-classes"));
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    private final Map<String, byte[]> compiled;

    private MutantClasses(Map<String, byte[]> compiled) {
        super("mutant", MutantClasses.class.getClassLoader());
        this.compiled = compiled;
    }

    /** @throws IllegalStateException when the mutant is no Java */
    static MutantClasses of(Mutant mutant) throws IOException {
        Compiled compiled = new Compiled(COMPILER.getStandardFileManager(null, null, null));
        DiagnosticCollector<JavaFileObject> complaints = new DiagnosticCollector<>();
        List<String> options = List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
        boolean java = COMPILER.getTask(
                        null,
                        compiled,
                        complaints,
                        options,
                        null,
                        List.of(new Source(mutant.className(), mutant.source())))
                .call();
        if (!java) {
            throw new IllegalStateException(mutant + " does not compile: " + complaints.getDiagnostics());
        }
        Map<String, byte[]> classes = new HashMap<>();
        compiled.classes.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
        return new MutantClasses(classes);
    }

    /** Classes of core are this loader's own, and so see each other and the mistake; all others are everybody's. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(CORE) || name.startsWith(CORE + "mutation.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : findClass(name);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = compiled.getOrDefault(name, built(name));
        return defineClass(name, bytes, 0, bytes.length);
    }

    private static byte[] built(String name) throws ClassNotFoundException {
        for (Path directory : BUILT) {
            Path file = directory.resolve(name.replace('.', '/') + ".class");
            if (Files.exists(file)) {
                try {
                    return Files.readAllBytes(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        throw new ClassNotFoundException(name);
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }

    /** Keeps what is compiled in memory. */
    private static final class Compiled extends ForwardingJavaFileManager<StandardJavaFileManager> {

        private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

        Compiled(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("mem:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    classes.put(className, bytes);
                    return bytes;
                }
            };
        }
    }
}
