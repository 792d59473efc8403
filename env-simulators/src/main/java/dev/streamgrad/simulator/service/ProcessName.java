package dev.streamgrad.simulator.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** The names by which a process is known in claims and announcements. */
final class ProcessName {

    private static final int MOST_CHARACTERS = 64;

    private ProcessName() {}

    /** Host, process id and eight random digits. In containers hosts and process ids repeat. */
    static String unique() {
        String name = host();
        return name.substring(0, Math.min(MOST_CHARACTERS, name.length())) + "-"
                + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    /** This implementation and its version, for people. */
    static String software() {
        String version = ProcessName.class.getPackage().getImplementationVersion();
        return "streamgrad-java " + (version == null ? "development" : version);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
