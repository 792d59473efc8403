package dev.streamgrad.cli.cluster;

import dev.streamgrad.cli.usage.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for each container, all on one bridge: hosts of their own on one machine, whose network can be cut. Needs Linux,
 * root, and the command {@code ip}.
 *
 * @param network first three numbers of the addresses, such as {@code 10.211.0}
 */
record Namespaces(String network) {

    private static final String BRIDGE = "sg-bridge";

    /** Makes them; what an earlier cluster left is removed first. */
    void create(Containers containers) {
        remove(containers);
        ip("link", "add", BRIDGE, "type", "bridge");
        ip("address", "add", network + ".254/24", "dev", BRIDGE);
        ip("link", "set", BRIDGE, "up");
        int number = 0;
        for (Container container : containers.all()) {
            String outside = "sg-host" + ++number;
            String inside = "sg-inside" + number;
            String namespace = name(container);
            ip("netns", "add", namespace);
            ip("link", "add", outside, "type", "veth", "peer", "name", inside);
            ip("link", "set", inside, "netns", namespace);
            ip("link", "set", outside, "master", BRIDGE, "up");
            ip("-netns", namespace, "address", "add", container.address() + "/24", "dev", inside);
            ip("-netns", namespace, "link", "set", inside, "up");
            ip("-netns", namespace, "link", "set", "lo", "up");
        }
    }

    /** Removes what is there of them. */
    void remove(Containers containers) {
        for (Container container : containers.all()) {
            tried("netns", "delete", name(container));
        }
        tried("link", "delete", BRIDGE);
    }

    /** What stands before a command that is to run in the container's namespace. */
    List<String> entering(Container container) {
        return List.of("ip", "netns", "exec", name(container));
    }

    /** Such as {@code sg-taskmanager-2}. */
    static String name(Container container) {
        return "sg-" + container.name();
    }

    private static void ip(String... arguments) {
        String said = tried(arguments);
        if (!said.isEmpty()) {
            throw new UserException("Network namespaces cannot be made: 'ip " + String.join(" ", arguments) + "' said: "
                    + said + ". They need Linux and root; without --namespaces neither is needed.");
        }
    }

    /** What it said where it failed; empty where it did not. */
    private static String tried(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? "" : said + " (status " + process.exitValue() + ")";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
