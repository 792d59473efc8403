package dev.streamgrad.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.streamgrad.process.JavaProcess;
import dev.streamgrad.process.ProcessStart;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The log with the configuration that is shipped, in a separate process. */
final class LogFileTest {

    /** Names with characters that Log4j could replace, escape or split at. */
    private static final List<String> NAMES =
            List.of("plain", "${env:HOME} $${x} $HOME", "a:-b", "100%20d", "lr=3e-4,agents=8", "it's \"quoted\"");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void goesToTheDirectorySetLastWhateverItsNameAndNowhereBeforeOneIsSet() throws Exception {
        Path output = directory.resolve("output.txt");
        assertThat(JavaProcess.start(Logging.class, output, directory.toString())
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

    /** A program that logs before it has a directory, and then to one directory after the other. */
    static final class Logging {

        private Logging() {}

        /** Logs and ends. */
        public static void main(String[] arguments) {
            ProcessStart.logging(LogFile.SETTINGS);
            for (String name : NAMES) {
                LogFile.set(Path.of(arguments[0]).resolve(name).resolve(LogFile.NAME));
                LoggerFactory.getLogger(LogFile.class).info("This is {}", NAMES.indexOf(name));
            }
        }
    }
}
