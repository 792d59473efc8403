package dev.streamgrad.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.cli.CommandProcess;
import dev.streamgrad.simulator.process.ProcessStart;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The log, with the configuration that is shipped, in a process of its own. */
final class LogFileTest {

    /** What Log4j would replace, escape or split. */
    private static final List<String> NAMES =
            List.of("plain", "${env:HOME} $${x} $HOME", "a:-b", "100%20d", "lr=3e-4,agents=8", "it's \"quoted\"");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void goesToTheDirectoryThatWasNamedLastWhateverItsNameAndNowhereBefore() throws Exception {
        Path output = directory.resolve("output.txt");
        assertThat(CommandProcess.start(Logging.class, output, directory.toString())
                        .waitFor())
                .isZero();
        assertThat(output).isEmptyFile();
        for (String name : NAMES) {
            assertThat(directory.resolve(name).resolve(LogFile.NAME))
                    .content()
                    .contains("This is " + NAMES.indexOf(name))
                    .hasLineCount(1);
        }
    }

    /** A program that logs before it has a directory, and then in one after the other. */
    static final class Logging {

        private Logging() {}

        /** Logs and ends. */
        public static void main(String[] arguments) {
            ProcessStart.logging("log4j2.xml");
            for (String name : NAMES) {
                LogFile.set(Path.of(arguments[0]).resolve(name).resolve(LogFile.NAME));
                LoggerFactory.getLogger(LogFile.class).info("This is {}", NAMES.indexOf(name));
            }
        }
    }
}
