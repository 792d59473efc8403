package dev.streamgrad.contract.conformance;

/**
 * The result of one conformance case.
 *
 * @param group the group of the case
 * @param name the case
 * @param verdict the verdict
 * @param detail where and by how much the output differs; empty if it is equal
 */
public record CaseResult(String group, String name, Verdict verdict, String detail) {

    /** The verdict on an output. */
    public enum Verdict {
        /** The output equals the expected one, or its numbers lie within the tolerance. */
        PASSED,
        DIFFERS,
        /** The actor wrote no output of the case. */
        MISSING,
        /** The output belongs to no case. */
        UNKNOWN
    }
}
