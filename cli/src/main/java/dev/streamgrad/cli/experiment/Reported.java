package dev.streamgrad.cli.experiment;

import dev.streamgrad.cli.terminal.Result;
import java.nio.file.Path;

/**
 * What a comparison came to.
 *
 * @param page its report
 * @param result in short
 */
public record Reported(Path page, Result result) {}
