package dev.streamgrad.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Objects;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.ConfigurationFactory;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;

/** The log configuration of a cluster's processes. */
class ProcessLogTest {

    private static final String GROUP = "org.apache.flink.metrics.MetricGroup";
    private static final String COLLISION =
            "Name collision: Group already contains a Metric with the name '%s'. Metric will not be reported.";

    @Test
    void omitsTheWarningOfEveryCheckpointAndNoOther() throws Exception {
        URI file = Objects.requireNonNull(ContainersTest.class.getResource("log4j2-process.xml"))
                .toURI();
        try (LoggerContext context = new LoggerContext("process", null, file)) {
            Configuration configuration = ConfigurationFactory.getInstance().getConfiguration(context, "process", file);
            configuration.initialize();
            LoggerConfig metrics = configuration.getLoggerConfig(GROUP);
            assertThat(result(metrics, COLLISION.formatted("pendingCommittables")))
                    .isEqualTo(Filter.Result.DENY);
            assertThat(result(metrics, COLLISION.formatted("version"))).isEqualTo(Filter.Result.NEUTRAL);
            assertThat(configuration.getLoggerConfig("org.apache.flink.runtime").getFilter())
                    .isNull();
        }
    }

    private static Filter.Result result(LoggerConfig logger, String message) {
        return logger.getFilter()
                .filter(Log4jLogEvent.newBuilder()
                        .setLoggerName(GROUP)
                        .setLevel(Level.WARN)
                        .setMessage(new SimpleMessage(message))
                        .build());
    }
}
