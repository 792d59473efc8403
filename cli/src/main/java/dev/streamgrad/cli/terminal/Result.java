package dev.streamgrad.cli.terminal;

import java.util.Optional;

/**
 * What a command came to.
 *
 * @param json for a program: what is written as one line of JSON
 * @param table for a person
 * @param next the command that a person may want to type next
 */
public record Result(Object json, Table table, Optional<String> next) {}
