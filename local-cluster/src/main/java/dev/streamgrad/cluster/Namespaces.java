package dev.streamgrad.cluster;

import dev.streamgrad.process.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Creates a network namespace for each container, all on one bridge: each container is like a host whose network connection can be cut.
 * Requires Linux, root, and the command {@code ip}.
 *
 * @param network first three numbers of the addresses, such as {@code 10.211.0}
 */
record Namespaces(String network) {

    private static final String BRIDGE = "sg-bridge";

    /** Creates the namespaces; first removes those that an earlier cluster left. */
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

    /** Removes the namespaces and the bridge, if they exist. */
    void remove(Containers containers) {
        for (Container container : containers.all()) {
            tried("netns", "delete", name(container));
        }
        tried("link", "delete", BRIDGE);
    }

    /** The prefix of a command that runs it in the container's namespace. */
    List<String> entering(Container container) {
        return List.of("ip", "netns", "exec", name(container));
    }

    /** Such as {@code sg-taskmanager-2}. */
    static String name(Container container) {
        return "sg-" + container.name();
    }

    private static void ip(String... arguments) {
        String error = tried(arguments);
        if (!error.isEmpty()) {
            throw new UserException("Network namespaces cannot be created: 'ip " + String.join(" ", arguments)
                    + "' failed: " + error
                    + ". Network namespaces require Linux and root; leave out --namespaces to run without them.");
        }
    }

    /** Runs {@code ip}; returns its output if it failed, otherwise an empty text. */
    private static String tried(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor() == 0 ? "" : output + " (status " + process.exitValue() + ")";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
