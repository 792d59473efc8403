package dev.streamgrad.kafka;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** Explains a Kafka client's failure and how to fix it. */
final class KafkaErrorMessage {

    private static final Pattern USER = Pattern.compile("username=\"?([^\"\\s;]+)");

    private KafkaErrorMessage() {}

    static String of(Throwable problem, Map<String, String> properties) {
        String servers = properties.getOrDefault(KafkaAccess.BOOTSTRAP_SERVERS, "");
        String user = user(properties);
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof SaslAuthenticationException) {
                return "Kafka at " + servers + " rejects the credentials of " + user + " (" + cause.getMessage()
                        + "): check sasl.mechanism and sasl.jaas.config in the client properties.";
            } else if (cause instanceof SslAuthenticationException) {
                return "No TLS connection to Kafka at " + servers + ": " + cause.getMessage()
                        + ". If its certificate is not trusted, set ssl.truststore.location in the client properties to a"
                        + " file with the authority's certificate; the broker's certificate must contain the host name, too.";
            } else if (cause instanceof TopicAuthorizationException rejection) {
                return "Kafka at " + servers + " does not allow " + user + " to use " + rejection.unauthorizedTopics()
                        + ": an ACL is missing; docs/operations.md lists the ACLs that each program needs.";
            } else if (cause instanceof GroupAuthorizationException rejection) {
                return "Kafka at " + servers + " does not allow " + user + " to use the consumer group "
                        + rejection.groupId()
                        + ": an ACL is missing; docs/operations.md lists the ACLs that each program needs.";
            } else if (cause instanceof ClusterAuthorizationException
                    || cause instanceof TransactionalIdAuthorizationException) {
                return "Kafka at " + servers + " does not allow " + user + " to do this (" + cause.getMessage()
                        + "): an ACL is missing; docs/operations.md lists the ACLs that each program needs.";
            } else if (isUnresolved(cause)) {
                return "No host name of the servers '" + servers
                        + "' resolves: check the spelling and, with containers, that the broker's container is running.";
            } else if (cause instanceof ConfigException) {
                return "Invalid Kafka client properties (" + cause.getMessage() + "); servers: '" + servers + "'.";
            }
        }
        return unreachable(problem, servers, properties);
    }

    /** Whether no host name resolves. The client reports this as a configuration error, but the host may just not have started yet. */
    static boolean isUnresolved(Throwable problem) {
        return problem instanceof ConfigException
                && Optional.ofNullable(problem.getMessage()).orElse("").contains("No resolvable bootstrap urls");
    }

    private static String unreachable(Throwable problem, String servers, Map<String, String> properties) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
                return "No Kafka answers at " + servers + " with "
                        + properties.getOrDefault("security.protocol", "PLAINTEXT")
                        + ": check that it runs there, that its advertised listener is reachable from here, and that"
                        + " security.protocol in the client properties is that of the listener.";
            }
        }
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return "Kafka at " + servers + " cannot be used: "
                + Optional.ofNullable(root.getMessage()).orElse(root.toString());
    }

    private static String user(Map<String, String> properties) {
        Matcher matcher = USER.matcher(properties.getOrDefault("sasl.jaas.config", ""));
        return matcher.find() ? "user " + matcher.group(1) : "this client";
    }
}
