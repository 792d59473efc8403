package dev.streamgrad.training.terminal;

import java.util.Optional;

/**
 * The result of a command.
 *
 * @param json the result for programs, written as one line of JSON
 * @param table the result for people
 * @param next the command that a person is likely to need next
 */
public record Result(Object json, Table table, Optional<String> next) {}
