package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.environment.plugin.PluginJar;
import dev.streamgrad.training.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands with an environment from a jar. */
class PluginsTest {

    private static final String[] SMALL = {
        "--total-steps", "256", "--set", "agents=4", "--set", "rolloutLength=32", "--set", "minibatchSize=64"
    };

    @TempDir
    Path directory = Path.of("");

    private String jar = "";

    @BeforeEach
    void writeJar() throws IOException {
        jar = PluginJar.ofShop("Shop-v0").write(directory.resolve("shop.jar")).toString();
    }

    @Test
    void aTrainedPolicyHasTheSameHashInOneThreadAndThroughTheStream() {
        Path serial = directory.resolve("serial");
        Path embedded = directory.resolve("embedded");
        assertThat(train(serial, "--serial").status()).isZero();
        assertThat(train(embedded).status()).isZero();
        String hash = RunDirectory.readPolicy(serial).hash();
        assertThat(RunDirectory.readPolicy(embedded).hash()).isEqualTo(hash);
        Said evaluated = Said.of("evaluate", "--plugins", jar, "--run-dir", serial.toString(), "--episodes", "3");
        assertThat(evaluated.status()).isZero();
        assertThat(evaluated.text()).contains(hash).contains("\"meanLength\":5.0");
        Said rendered = Said.of("evaluate", "--plugins", jar, "--run-dir", serial.toString(), "--render");
        assertThat(rendered.text()).startsWith("step 0").contains("step 5").contains("after 5 steps.");
    }

    @Test
    void theOptionsOfAnEnvironmentAreSettings() {
        Path run = directory.resolve("options");
        assertThat(train(run, "--serial", "--set", "environment.options.states=4")
                        .status())
                .isZero();
        assertThat(RunDirectory.readSpec(run).environment().options()).containsOnly(Map.entry("states", "4"));
        assertThat(RunDirectory.readSpec(run).environment().observationSpace().features())
                .isEqualTo(4);
        assertRejected(
                "Shop-v0 has no option 'state'. Did you mean states?",
                train(run, "--set", "environment.options.state=4"));
        assertRejected("states is 1, but must be at least 3", train(run, "--set", "environment.options.states=1"));
        assertRejected("set them one by one", train(run, "--set", "environment.options=states"));
        assertRejected(
                "CartPole-v1 has no options; leave it out.",
                Said.of("train", "--env", "CartPole-v1", "--set", "environment.options.states=4"));
    }

    @Test
    void thePresetOfAPluginApplies() {
        Path run = directory.resolve("preset");
        assertThat(Said.of("train", "--plugins", jar, "--env", "Shop-v0", "--serial", "--run-dir", run.toString())
                        .status())
                .isZero();
        assertThat(RunDirectory.readSpec(run).budget().totalSteps()).isEqualTo(4096);
    }

    @Test
    void theCommandsNameAMissingPlugin() {
        Path run = directory.resolve("run");
        train(run, "--serial");
        assertRejected("There is no environment 'Shop-v0'", Said.of("evaluate", "--run-dir", run.toString()));
        assertRejected(
                "name the plug-in of the run with --plugins",
                Said.of("train", "--resume", "--run-dir", run.toString()));
        assertRejected(
                "There is no plug-in at absent.jar",
                Said.of("simulate", "--bootstrap-servers", "127.0.0.1:1", "--plugins", "absent.jar"));
        assertRejected("There is no plug-in at absent.jar", Said.of("submit", "--plugins", "absent.jar"));
        assertRejected("There is no plug-in at absent.jar", Said.of("experiment", "x", "--plugins", "absent.jar"));
    }

    @Test
    void listsTheEnvironmentsWithTheirOrigin() {
        Said listed = Said.of("environments", "--plugins", jar, "--json");
        assertThat(listed.status()).isZero();
        assertThat(listed.text())
                .contains("\"id\":\"CartPole-v1\"", "\"origin\":\"built in\"", "\"presets\":[\"a2c\",\"ppo\"]")
                .contains("\"id\":\"Shop-v0\"", "shop.jar", "\"default\":\"3\"");
    }

    @Test
    void checksAnEnvironment() throws IOException {
        assertThat(Said.of("environments", "check", "--plugins", jar, "Shop-v0").status())
                .isZero();
        Path bad = new PluginJar()
                .with("shop.Shop", PluginJar.shop("3"))
                .provider(
                        "shop.ShopProvider",
                        "EnvironmentEntry.of(\"Bad-v0\", () -> new Shop(3).adapted(), 0," + " OptionalDouble.empty())")
                .write(directory.resolve("bad.jar"));
        Said checked = Said.of("environments", "check", "--plugins", bad.toString(), "Bad-v0");
        assertThat(checked.status()).isEqualTo(1);
        assertThat(checked.text()).contains("element 0 of its observation is 3.0, but must be one of 0 … 2");
        assertRejected("Did you mean Shop-v0?", Said.of("environments", "check", "--plugins", jar, "Shop-v1"));
    }

    @Test
    void writesAProjectWhoseEnvironmentKeepsToTheRules() throws IOException {
        Path project = directory.resolve("my-shop");
        assertThat(Said.of("environments", "new", project.toString()).status()).isZero();
        Path sources = project.resolve("src/main/java/com/example/myshop");
        PluginJar written = new PluginJar()
                .with("com.example.myshop.MyShop", Files.readString(sources.resolve("MyShop.java")))
                .with("com.example.myshop.MyShopProvider", Files.readString(sources.resolve("MyShopProvider.java")))
                .names("com.example.myshop.MyShopProvider");
        Path built = written.write(directory.resolve("my-shop.jar"));
        assertThat(Said.of("environments", "check", "--plugins", built.toString(), "MyShop-v0")
                        .status())
                .isZero();
        assertThat(Files.readString(project.resolve("pom.xml"))).doesNotContain("{{");
        assertThat(Files.readString(project.resolve("README.md"))).doesNotContain("{{");
        assertRejected("is not empty", Said.of("environments", "new", project.toString()));
        assertRejected(
                "give one with --name",
                Said.of("environments", "new", directory.resolve("other").toString(), "--name", "1+1"));
    }

    @Test
    void theExampleOfInventoryControlKeepsToTheRulesAndTrains() throws IOException {
        Path sources = Path.of("..", "examples/inventory-control/src/main/java/com/example/inventorycontrol");
        String provider = "com.example.inventorycontrol.InventoryControlProvider";
        String built = new PluginJar()
                .with(
                        "com.example.inventorycontrol.InventoryControl",
                        Files.readString(sources.resolve("InventoryControl.java")))
                .with(provider, Files.readString(sources.resolve("InventoryControlProvider.java")))
                .names(provider)
                .write(directory.resolve("inventory.jar"))
                .toString();
        String id = "InventoryControl-v0";
        assertThat(Said.of("environments", "check", "--plugins", built, id).status())
                .isZero();
        Path run = directory.resolve("inventory");
        Said trained = Said.of(
                "train",
                "--plugins",
                built,
                "--env",
                id,
                "--serial",
                "--quiet",
                "--total-steps",
                "65536",
                "--run-dir",
                run.toString());
        assertThat(trained.status()).as(trained.text()).isZero();
        Said played = Said.of("evaluate", "--plugins", built, "--run-dir", run.toString(), "--episodes", "20");
        double mean = Double.parseDouble(played.text().replaceAll("(?s).*\"meanReturn\":([-0-9.]+).*", "$1"));
        assertThat(mean)
                .as("a store that orders nothing loses all demand: −450")
                .isGreaterThan(-150);
    }

    private Said train(Path run, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("train", "--plugins", jar, "--env", "Shop-v0", "--run-dir", run.toString()));
        arguments.addAll(List.of(SMALL));
        arguments.addAll(List.of(more));
        return Said.of(arguments.toArray(String[]::new));
    }

    private static void assertRejected(String message, Said said) {
        assertThat(said.text()).contains(message).doesNotContain("\tat ");
        assertThat(said.status()).isEqualTo(2);
    }
}
