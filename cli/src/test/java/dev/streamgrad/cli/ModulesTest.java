package dev.streamgrad.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The table of modules in docs/architecture.md matches the poms. */
final class ModulesTest {

    private static final Path HOME = Path.of("..");
    private static final Set<String> USE_ALL = Set.of("cli", "benchmarks", "dist");
    private static final Pattern ROW = Pattern.compile("\\| `([\\w-]+)/` \\| [^|]+ \\| ([^|]+) \\| [^|]+ \\|");
    private static final Path ARCHITECTURE = HOME.resolve("docs/architecture.md");
    private static final Pattern ARROW = Pattern.compile("  ([\\w-]+) --> ([\\w&\\- ]+)");
    private static final Pattern NAME = Pattern.compile("`([\\w-]+)`");

    @Test
    void everyModuleIsInTheTableInTheOrderOfTheBuild() throws Exception {
        assertThat(documented().keySet()).containsExactlyElementsOf(texts(HOME.resolve("pom.xml"), "module"));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void aModuleUsesExactlyTheModulesInTheTable(String module, Set<String> uses) throws Exception {
        assertThat(dependencies(module)).isEqualTo(uses);
    }

    @Test
    void thePictureHasTheDependenciesOfTheTable() throws IOException {
        Map<String, Set<String>> table = documented();
        Map<String, Set<String>> picture = new LinkedHashMap<>();
        for (String line : Files.readAllLines(ARCHITECTURE)) {
            Matcher arrow = ARROW.matcher(line);
            if (arrow.matches() && table.containsKey(arrow.group(1))) {
                picture.put(arrow.group(1), Set.of(arrow.group(2).split(" & ", -1)));
            }
        }
        assertThat(picture).hasSizeGreaterThan(8);
        for (String module : picture.keySet()) {
            if (!USE_ALL.contains(module)) {
                assertThat(reachable(picture, module)).as(module).isEqualTo(reachable(table, module));
            }
        }
    }

    private static Set<String> reachable(Map<String, Set<String>> uses, String module) {
        Set<String> found = new TreeSet<>();
        for (String next : uses.getOrDefault(module, Set.of())) {
            found.add(next);
            found.addAll(reachable(uses, next));
        }
        return found;
    }

    static List<Object[]> modules() throws IOException {
        return documented().entrySet().stream()
                .filter(row -> !USE_ALL.contains(row.getKey()))
                .map(row -> new Object[] {row.getKey(), row.getValue()})
                .toList();
    }

    private static Map<String, Set<String>> documented() throws IOException {
        Map<String, Set<String>> modules = new LinkedHashMap<>();
        for (String line : Files.readAllLines(ARCHITECTURE)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                modules.put(
                        row.group(1),
                        NAME.matcher(row.group(2))
                                .results()
                                .map(name -> name.group(1))
                                .collect(Collectors.toCollection(TreeSet::new)));
            }
        }
        return modules;
    }

    /** The modules of this project that a module uses outside tests. */
    private static Set<String> dependencies(String module) throws Exception {
        Set<String> names = new TreeSet<>();
        NodeList all = elements(HOME.resolve(module).resolve("pom.xml"), "dependency");
        for (int i = 0; i < all.getLength(); i++) {
            Element dependency = (Element) all.item(i);
            if (text(dependency, "groupId").equals("dev.streamgrad")
                    && !text(dependency, "scope").equals("test")) {
                names.add(text(dependency, "artifactId").replaceFirst("^streamgrad-", ""));
            }
        }
        return names;
    }

    private static String text(Element element, String name) {
        Node found = element.getElementsByTagName(name).item(0);
        return found == null ? "" : found.getTextContent();
    }

    private static List<String> texts(Path file, String name) throws Exception {
        NodeList all = elements(file, name);
        return java.util.stream.IntStream.range(0, all.getLength())
                .mapToObj(i -> all.item(i).getTextContent())
                .toList();
    }

    private static NodeList elements(Path pom, String name) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getElementsByTagName(name);
    }
}
