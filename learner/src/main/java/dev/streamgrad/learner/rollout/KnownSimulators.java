package dev.streamgrad.learner.rollout;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The simulator processes that announce themselves, as far as one policy is concerned. A report expires unless it is repeated. */
public final class KnownSimulators {

    private static final int MOST_PROCESSES = 200;
    private static final int MOST_NAMED = 3;
    private static final int MOST_ENVIRONMENTS = 8;

    private final Map<String, Heard> byProcess = new TreeMap<>();

    private record Heard(SimulatorReport report, long until) {}

    /** Whether simulators act a policy, as far as announcements tell. */
    public enum Coverage {
        /** A running simulator can act its agents. */
        ACTED,
        /** Simulators run, but none of them can. */
        REJECTED,
        /** No simulator announces itself. Actors need not do so. */
        UNKNOWN
    }

    /** Records a report; at most {@value #MOST_PROCESSES} processes are remembered. */
    public void heard(SimulatorReport report, long now) {
        byProcess.values().removeIf(heard -> heard.until() <= now);
        if (report.validMillis() == 0) {
            byProcess.remove(report.process());
        } else if (byProcess.size() < MOST_PROCESSES || byProcess.containsKey(report.process())) {
            byProcess.put(report.process(), new Heard(report, now + report.validMillis()));
        }
    }

    /** Whether a simulator can act the policy now. */
    public Coverage coverage(long now) {
        List<SimulatorReport> reports = reports(now);
        if (reports.isEmpty()) {
            return Coverage.UNKNOWN;
        }
        return reports.stream().anyMatch(SimulatorReport::canAct) ? Coverage.ACTED : Coverage.REJECTED;
    }

    /**
     * Why no data arrives, as sentences for the user.
     *
     * @param environment the id of the policy's environment
     */
    public String explanation(String environment, long now) {
        List<SimulatorReport> reports = reports(now);
        return switch (coverage(now)) {
            case ACTED ->
                "It should come from "
                        + named(reports.stream().filter(SimulatorReport::canAct).toList(), SimulatorReport::process)
                        + ". Check their logs, and that they reach Kafka.";
            case REJECTED ->
                "None of the " + reports.size() + " running simulators can act its environment " + environment + ": "
                        + named(reports, KnownSimulators::rejection) + " Start a simulator that knows " + environment
                        + ".";
            case UNKNOWN ->
                "No running simulator announces itself. Start one that knows the environment " + environment
                        + ", and check that it reaches Kafka.";
        };
    }

    private List<SimulatorReport> reports(long now) {
        return byProcess.values().stream()
                .filter(heard -> heard.until() > now)
                .map(Heard::report)
                .sorted(Comparator.comparing(SimulatorReport::process))
                .toList();
    }

    private static String named(
            List<SimulatorReport> reports, java.util.function.Function<SimulatorReport, String> text) {
        String names = reports.stream().limit(MOST_NAMED).map(text).collect(Collectors.joining(", "));
        return names + (reports.size() > MOST_NAMED ? ", and " + (reports.size() - MOST_NAMED) + " more" : "");
    }

    private static String rejection(SimulatorReport report) {
        List<String> environments = report.environments();
        String known = environments.stream().limit(MOST_ENVIRONMENTS).collect(Collectors.joining(", "))
                + (environments.size() > MOST_ENVIRONMENTS ? ", …" : "");
        return report.process() + " (" + report.software() + ", knows " + (known.isEmpty() ? "none" : known) + "): "
                + report.rejection();
    }
}
