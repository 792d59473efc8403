package dev.streamgrad.process;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Optional;

/** Standard output that records why a write failed; {@link System#out} ignores that silently. */
public final class StandardOutput {

    private final Watched bytes;
    private final PrintStream stream;

    private StandardOutput(OutputStream target) {
        bytes = new Watched(target);
        stream = new PrintStream(bytes, true, Charset.defaultCharset());
    }

    /** Replaces {@link System#out}. */
    public static StandardOutput install() {
        StandardOutput output = over(new FileOutputStream(FileDescriptor.out));
        System.setOut(output.stream());
        return output;
    }

    /** Wraps a stream of bytes. */
    static StandardOutput over(OutputStream target) {
        return new StandardOutput(target);
    }

    /** The stream to print to. */
    PrintStream stream() {
        return stream;
    }

    /**
     * The exit status of a program: 1 instead of 0 if output was lost, which is then reported on {@code err}.
     *
     * @param status the status without regard to the output
     */
    public int status(int status, PrintStream err) {
        stream.flush();
        Optional<String> problem = bytes.problem;
        problem.ifPresent(reason ->
                err.println("Standard output cannot be written (" + reason + "): some or all of the output is lost."));
        return status == 0 && problem.isPresent() ? 1 : status;
    }

    private static final class Watched extends FilterOutputStream {

        private volatile Optional<String> problem = Optional.empty();

        Watched(OutputStream target) {
            super(target);
        }

        @Override
        public void write(int value) throws IOException {
            watch(() -> out.write(value));
        }

        @Override
        public void write(byte[] values, int offset, int length) throws IOException {
            watch(() -> out.write(values, offset, length));
        }

        @Override
        public void flush() throws IOException {
            watch(out::flush);
        }

        private void watch(Writing writing) throws IOException {
            try {
                writing.run();
            } catch (IOException e) {
                problem = Optional.of(String.valueOf(e.getMessage()));
                throw e;
            }
        }
    }

    private interface Writing {
        void run() throws IOException;
    }
}
