package dev.streamgrad.contract.kafka;

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

/** What a Kafka client's failure means to the one who has to mend it. */
final class Refusal {

    private static final Pattern USER = Pattern.compile("username=\"?([^\"\\s;]+)");

    private Refusal() {}

    static String of(Throwable problem, Map<String, String> properties) {
        String servers = properties.getOrDefault(KafkaAccess.BOOTSTRAP_SERVERS, "");
        String user = user(properties);
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof SaslAuthenticationException) {
                return "Kafka at " + servers + " refuses the credentials of " + user + " (" + cause.getMessage()
                        + "): see sasl.mechanism and sasl.jaas.config in the client properties.";
            } else if (cause instanceof SslAuthenticationException) {
                return "No TLS connection to Kafka at " + servers + ": " + cause.getMessage()
                        + ". If its certificate is not trusted, name the authority's with ssl.truststore.location in the client"
                        + " properties; the certificate must name the host as well.";
            } else if (cause instanceof TopicAuthorizationException refusal) {
                return "Kafka at " + servers + " does not let " + user + " use " + refusal.unauthorizedTopics()
                        + ": the ACL is missing; docs/operations.md lists those that each program needs.";
            } else if (cause instanceof GroupAuthorizationException refusal) {
                return "Kafka at " + servers + " does not let " + user + " use the consumer group " + refusal.groupId()
                        + ": the ACL is missing; docs/operations.md lists those that each program needs.";
            } else if (cause instanceof ClusterAuthorizationException
                    || cause instanceof TransactionalIdAuthorizationException) {
                return "Kafka at " + servers + " does not let " + user + " do this (" + cause.getMessage()
                        + "): the ACL is missing; docs/operations.md lists those that each program needs.";
            } else if (isUnresolved(cause)) {
                return "No host name of the servers '" + servers
                        + "' resolves: see whether they are spelt right, and, among"
                        + " containers, whether the broker's is up.";
            } else if (cause instanceof ConfigException) {
                return "The client properties do not hold (" + cause.getMessage() + "); servers: '" + servers + "'.";
            }
        }
        return unreachable(problem, servers, properties);
    }

    /** The client reports a host name that does not resolve as bad configuration; the host may only not be up yet. */
    static boolean isUnresolved(Throwable problem) {
        return problem instanceof ConfigException
                && Optional.ofNullable(problem.getMessage()).orElse("").contains("No resolvable bootstrap urls");
    }

    private static String unreachable(Throwable problem, String servers, Map<String, String> properties) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof java.util.concurrent.TimeoutException) {
                return "No Kafka answers at " + servers + " by "
                        + properties.getOrDefault("security.protocol", "PLAINTEXT")
                        + ": see whether it runs there, whether its advertised listener is reachable from here, and whether"
                        + " security.protocol in the client properties is the listener's.";
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
