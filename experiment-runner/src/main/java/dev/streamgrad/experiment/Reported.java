package dev.streamgrad.experiment;

import dev.streamgrad.training.terminal.Result;
import java.nio.file.Path;

/**
 * The report of a comparison.
 *
 * @param page path of the report
 * @param result summary for the terminal and for JSON
 */
public record Reported(Path page, Result result) {}
