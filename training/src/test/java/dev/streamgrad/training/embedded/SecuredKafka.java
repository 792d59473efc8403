package dev.streamgrad.training.embedded;

import dev.streamgrad.kafka.KafkaAccess;
import dev.streamgrad.process.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A real broker with TLS and passwords, which denies everything that no ACL allows. */
public final class SecuredKafka implements AutoCloseable {

    private static final String STORE_PASSWORD = "store-password";

    private final Path directory;
    private final EmbeddedKafka kafka;
    private final List<String> users;

    /** Starts a broker with {@code users} and {@code admin}; the password of each is its name and {@code -password}. */
    public SecuredKafka(Path directory, String... users) throws IOException, InterruptedException {
        this.directory = directory;
        this.users = new ArrayList<>(List.of(users));
        this.users.add("admin");
        Path broker = certificate("broker");
        Path authority = directory.resolve("broker.cer");
        keytool("-exportcert", "-alias", "broker", "-keystore", broker.toString(), "-file", authority.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "broker",
                "-file",
                authority.toString(),
                "-keystore",
                directory.resolve("trusted.p12").toString());
        certificate("stranger");
        kafka = EmbeddedKafka.start(directory.resolve("kafka"), OptionalInt.empty(), settings(broker));
    }

    /** How {@code user} connects, by a properties file as people write it. */
    public KafkaAccess access(String user) {
        return KafkaAccess.of(Optional.empty(), Optional.of(properties(user, user + "-password", "trusted.p12")));
    }

    /** Writes a properties file with any password, and {@code trusted.p12} or {@code stranger.p12} as trust store. */
    public Path properties(String user, String password, String trusted) {
        List<String> lines = List.of(
                "bootstrap.servers=" + kafka.access().bootstrapServers(),
                "security.protocol=SASL_SSL",
                "sasl.mechanism=PLAIN",
                "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + user
                        + "\" password=\"" + password + "\";",
                "ssl.truststore.location=" + directory.resolve(trusted),
                "ssl.truststore.password=" + STORE_PASSWORD);
        try {
            return Files.write(
                    directory.resolve(user + "-" + password.hashCode() + "-" + trusted + ".properties"), lines);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Allows a user these operations. */
    public void allow(String user, ResourceType type, String name, PatternType pattern, AclOperation... operations)
            throws ExecutionException, InterruptedException {
        List<AclBinding> bindings = new ArrayList<>();
        for (AclOperation operation : operations) {
            bindings.add(new AclBinding(
                    new ResourcePattern(type, name, pattern),
                    new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)));
        }
        try (Admin admin = Admin.create(access("admin").client())) {
            admin.createAcls(bindings).all().get();
        }
    }

    @Override
    public void close() {
        kafka.close();
    }

    private Map<String, String> settings(Path store) {
        StringBuilder known = new StringBuilder();
        for (String user : users) {
            known.append(" user_").append(user).append("=\"").append(user).append("-password\"");
        }
        Map<String, String> settings = new TreeMap<>();
        settings.put("listener.security.protocol.map", "PLAINTEXT:SASL_SSL,CONTROLLER:PLAINTEXT");
        settings.put("sasl.enabled.mechanisms", "PLAIN");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put(
                "listener.name.plaintext.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"admin\""
                        + " password=\"admin-password\"" + known + ";");
        settings.put("ssl.keystore.location", store.toString());
        settings.put("ssl.keystore.password", STORE_PASSWORD);
        settings.put("ssl.keystore.type", "PKCS12");
        settings.put("ssl.truststore.location", directory.resolve("trusted.p12").toString());
        settings.put("ssl.truststore.password", STORE_PASSWORD);
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("allow.everyone.if.no.acl.found", "false");
        // The broker connects to its own controller anonymously.
        settings.put("super.users", "User:admin;User:ANONYMOUS");
        return settings;
    }

    private Path certificate(String name) throws IOException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=ip:127.0.0.1,dns:localhost",
                "-validity",
                "2",
                "-keystore",
                store.toString());
        return store;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
        ChildProcesses.run(command);
    }
}
