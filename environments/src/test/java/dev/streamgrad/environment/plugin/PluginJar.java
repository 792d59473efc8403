package dev.streamgrad.environment.plugin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources and packs them into a plug-in jar. */
public final class PluginJar {

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final List<String> providers = new ArrayList<>();

    /** A jar with a provider {@code shop.ShopProvider} of one environment, a shop with three states that ends after five steps. */
    public static PluginJar ofShop(String id) {
        return new PluginJar()
                .with("shop.Shop", shop("step + 1 < 5 ? 1 : 2"))
                .provider(
                        "shop.ShopProvider",
                        "EnvironmentEntry.withOptions(\"" + id
                                + "\", List.of(EnvironmentOption.whole(\"states\", 3, \"Number of states.\")),"
                                + " options -> new Shop(options.whole(\"states\")).adapted(), 100, OptionalDouble.of(4))"
                                + ".withPreset(Algorithm.PPO, \"{\\\"budget\\\": {\\\"totalSteps\\\": 4096}}\")");
    }

    /** Source of an environment whose observation is {@code next}, an expression of {@code step} and {@code states}. */
    public static String shop(String next) {
        return """
                package shop;
                import dev.streamgrad.contract.space.*;
                import dev.streamgrad.environment.SimpleEnvironment;
                public final class Shop implements SimpleEnvironment {
                    private final int states;
                    private int step;
                    public Shop(int states) {
                        if (states < 3) throw new IllegalArgumentException("states is " + states + ", but must be at least 3.");
                        this.states = states;
                    }
                    public Space observationSpace() { return new Discrete(states); }
                    public Space actionSpace() { return new Discrete(2); }
                    public float[] reset(long seed) { step = 0; return new float[1]; }
                    public Step step(float[] action) {
                        float next = %s;
                        step++;
                        return Step.of(new float[] {next}, action[0], step == 5);
                    }
                    public java.util.Optional<String> render() { return java.util.Optional.of("step " + step); }
                }
                """.formatted(next);
    }

    /** Adds a class. */
    public PluginJar with(String className, String source) {
        sources.put(className, source);
        return this;
    }

    /** Adds a provider class of one entry, given as an expression. */
    public PluginJar provider(String className, String entry) {
        int dot = className.lastIndexOf('.');
        sources.put(className, """
                package %s;
                import dev.streamgrad.contract.spec.Algorithm;
                import dev.streamgrad.environment.*;
                import java.util.*;
                public final class %s implements EnvironmentProvider {
                    public Collection<EnvironmentEntry> environments() { return List.of(%s); }
                }
                """.formatted(className.substring(0, dot), className.substring(dot + 1), entry));
        return names(className);
    }

    /** Names a provider, whether the jar has its class or not. */
    public PluginJar names(String className) {
        providers.add(className);
        return this;
    }

    /** Writes the classes and the list of providers to a directory. */
    public Path writeClasses(Path directory) throws IOException {
        Files.createDirectories(directory);
        compile(directory);
        if (!providers.isEmpty()) {
            Path services = directory.resolve(PluginPath.SERVICES);
            Files.createDirectories(directory.resolve("META-INF/services"));
            Files.write(services, providers);
        }
        return directory;
    }

    /** Writes the jar. */
    public Path write(Path jar) throws IOException {
        Path classes = writeClasses(Files.createTempDirectory("plugin"));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        return jar;
    }

    private void compile(Path target) {
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-proc:none", "-d", target.toString(), "-cp", System.getProperty("java.class.path")),
                        null,
                        sources.entrySet().stream()
                                .map(source -> new Source(source.getKey(), source.getValue()))
                                .toList())
                .call();
        if (!compiled) {
            throw new IllegalStateException(messages.toString());
        }
    }

    /** Raises the class file version of a class in a directory to that of a Java from the future. */
    static void makeNewer(Path classFile) throws IOException {
        byte[] bytes = Files.readAllBytes(classFile);
        bytes[6] = 0;
        bytes[7] = 99;
        Files.write(classFile, bytes);
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
}
