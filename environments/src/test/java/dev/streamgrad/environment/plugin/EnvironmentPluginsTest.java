package dev.streamgrad.environment.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.streamgrad.contract.space.Discrete;
import dev.streamgrad.contract.spec.Algorithm;
import dev.streamgrad.contract.spec.InvalidSpecException;
import dev.streamgrad.environment.EnvironmentEntry;
import dev.streamgrad.environment.EnvironmentRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentPluginsTest {

    private static final String OF_CARTPOLE = "EnvironmentEntry.of(\"%s\", () -> EnvironmentRegistry.standard()"
            + ".entry(\"CartPole-v1\").create(0), 0, OptionalDouble.empty())";

    @TempDir
    private Path directory;

    @Test
    void aJarAddsItsEnvironmentsToTheBuiltInOnes() throws IOException {
        Path jar = PluginJar.ofShop("Shop-v0").write(directory.resolve("shop.jar"));
        EnvironmentRegistry registry = EnvironmentPlugins.load(List.of(jar));
        assertThat(registry.ids()).contains("CartPole-v1").endsWith("Shop-v0");
        assertThat(registry.origin("Shop-v0")).isEqualTo(jar.toRealPath().toString());
        assertThat(registry.origin("CartPole-v1")).isEqualTo(EnvironmentRegistry.BUILT_IN);
        EnvironmentEntry entry = registry.entry("Shop-v0");
        assertThat(entry.observationSpace()).isEqualTo(new Discrete(3));
        assertThat(entry.presets()).containsOnlyKeys(Algorithm.PPO);
        assertThat(entry.create(0).getClass().getClassLoader()).isSameAs(EnvironmentEntry.class.getClassLoader());
        assertThat(entry.create(Map.of("states", "7")).observationSpace()).isEqualTo(new Discrete(7));
    }

    @Test
    void optionsAreCheckedByTheEntry() throws IOException {
        Path jar = PluginJar.ofShop("Shop-v0").write(directory.resolve("shop.jar"));
        EnvironmentEntry entry = EnvironmentPlugins.load(List.of(jar)).entry("Shop-v0");
        assertThatThrownBy(() -> entry.create(Map.of("state", "7", "states", "many")))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("Shop-v0 has no option 'state'. Did you mean states? Known: states (default 3).")
                .hasMessageContaining("environment.options.states is 'many', but must be a whole number.");
        assertThatThrownBy(() -> entry.create(Map.of("states", "1")))
                .hasMessageContaining("Shop-v0 cannot be created")
                .hasMessageContaining("states is 1, but must be at least 3.");
    }

    @Test
    void aDirectoryMayHoldJarsOrClasses() throws IOException {
        Path jars = Files.createDirectory(directory.resolve("jars"));
        PluginJar.ofShop("One-v0").write(jars.resolve("one.jar"));
        PluginJar.ofShop("Two-v0").write(jars.resolve("two.jar")); // the same class names: each jar has its own loader
        Path classes = PluginJar.ofShop("Three-v0").writeClasses(directory.resolve("classes"));
        assertThat(EnvironmentPlugins.load(List.of(jars, classes, jars)).ids())
                .endsWith("One-v0", "Two-v0", "Three-v0");
    }

    @Test
    void anEmptyDirectoryHasNoPlugins() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        assertThat(EnvironmentPlugins.load(List.of(empty)).ids())
                .isEqualTo(EnvironmentRegistry.standard().ids());
    }

    @Test
    void aVolumeWithoutJarsHasNoPlugins() throws IOException {
        Path volume = Files.createDirectories(directory.resolve("volume"));
        Files.createDirectories(volume.resolve("lost+found"));
        Files.createFile(volume.resolve(".gitkeep"));
        assertThat(PluginPath.plugins(volume)).isEmpty();
    }

    @Test
    void namesAPathThatIsMissingOrNoJar() throws IOException {
        assertFault(directory.resolve("absent.jar"), "There is no plug-in at ", "absent.jar");
        Path text = Files.writeString(directory.resolve("text.jar"), "no jar");
        assertFault(text, "text.jar is not a readable jar", "build or copy it again");
    }

    @Test
    void namesAJarWithoutAProvider() throws IOException {
        Path jar = new PluginJar().with("shop.Shop", PluginJar.shop("0")).write(directory.resolve("none.jar"));
        assertFault(jar, "none.jar has no provider", PluginPath.SERVICES);
        Path sources = directory.resolve("sources");
        Files.createDirectories(sources.resolve("main"));
        assertFault(sources, "sources has no provider");
    }

    @Test
    void namesAProviderThatDoesNotLoad() throws IOException {
        Path absent = new PluginJar().names("shop.Absent").write(directory.resolve("absent-class.jar"));
        assertFault(absent, "absent-class.jar cannot be loaded", "shop.Absent not found");
        Path throwing =
                new PluginJar().with("shop.Bad", """
                        package shop;
                        import dev.streamgrad.environment.*;
                        public final class Bad implements EnvironmentProvider {
                            public Bad() { throw new IllegalStateException("no licence"); }
                            public java.util.Collection<EnvironmentEntry> environments() { return null; }
                        }
                        """).names("shop.Bad").write(directory.resolve("throwing.jar"));
        assertFault(throwing, "throwing.jar cannot be loaded", "shop.Bad", "no licence");
    }

    @Test
    void namesAProviderThatIsCompiledForANewerJava() throws IOException {
        Path classes = PluginJar.ofShop("Shop-v0").writeClasses(directory.resolve("newer"));
        PluginJar.makeNewer(classes.resolve("shop/ShopProvider.class"));
        assertFault(classes, "compiled for a newer Java than this one", "compile it with --release");
    }

    @Test
    void namesAnEnvironmentThatCannotBeCreated() throws IOException {
        Path jar = new PluginJar()
                .provider(
                        "shop.ShopProvider",
                        "EnvironmentEntry.of(\"Shop-v0\","
                                + " () -> { throw new IllegalStateException(\"no database\"); }, 0, OptionalDouble.empty())")
                .write(directory.resolve("broken.jar"));
        assertFault(jar, "broken.jar cannot be loaded", "no database");
    }

    @Test
    void namesBothPluginsOfOneId() throws IOException {
        Path one = PluginJar.ofShop("Shop-v0").write(directory.resolve("one.jar"));
        Path two = PluginJar.ofShop("Shop-v0").write(directory.resolve("two.jar"));
        assertThatThrownBy(() -> EnvironmentPlugins.load(List.of(one, two)))
                .isInstanceOf(PluginException.class)
                .hasMessageContaining("two.jar provides the environment Shop-v0")
                .hasMessageContaining("one.jar provides one of that id, too");
    }

    @Test
    void namesAPluginWithTheIdOfABuiltInEnvironment() throws IOException {
        Path jar = PluginJar.ofShop("CartPole-v1").write(directory.resolve("cartpole.jar"));
        assertFault(jar, "cartpole.jar provides the environment CartPole-v1", "a built-in environment has that id");
    }

    @Test
    void namesDeclaredSpacesThatTheInstancesDoNotHave() throws IOException {
        Path jar = new PluginJar()
                .provider(
                        "shop.ShopProvider",
                        "new EnvironmentEntry(\"Shop-v0\", List.of(), options ->"
                                + " EnvironmentRegistry.standard().entry(\"CartPole-v1\").create(0), Optional.empty(),"
                                + " new dev.streamgrad.contract.space.Discrete(2), new dev.streamgrad.contract.space.Discrete(2),"
                                + " false, 0, OptionalDouble.empty(), Map.of())")
                .write(directory.resolve("spaces.jar"));
        assertFault(jar, "spaces.jar declares other spaces for Shop-v0");
    }

    @Test
    void aPluginMayReuseTheClassesOfTheApplication() throws IOException {
        Path jar = new PluginJar()
                .provider("shop.ShopProvider", OF_CARTPOLE.formatted("MyPole-v0"))
                .write(directory.resolve("pole.jar"));
        assertThat(EnvironmentPlugins.load(List.of(jar))
                        .entry("MyPole-v0")
                        .observationSpace()
                        .elements())
                .isEqualTo(4);
    }

    private static void assertFault(Path plugin, String... parts) {
        assertThatThrownBy(() -> EnvironmentPlugins.load(List.of(plugin)))
                .isInstanceOf(PluginException.class)
                .satisfies(fault -> assertThat(fault.getMessage()).contains(parts));
    }
}
