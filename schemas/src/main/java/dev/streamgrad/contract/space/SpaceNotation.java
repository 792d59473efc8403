package dev.streamgrad.contract.space;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spaces as Gymnasium writes them: {@code Discrete(4)}, {@code MultiDiscrete([3 2])}, {@code MultiBinary(5)}, {@code Box(-1.0, 1.0, (4,),
 * float32)}. A bound of a box is one number for all elements, or a list with one number per element. Without a type, a box is of float32.
 */
public final class SpaceNotation {

    /** The notation in words. */
    public static final String WORDS = "a space, such as Discrete(4), MultiDiscrete([3 2]), MultiBinary(5) or"
            + " Box(-1, 1, (4,), float32), or as in spec.json";

    private static final Pattern SPACE = Pattern.compile("([A-Za-z]+)\\s*\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern ARGUMENT =
            Pattern.compile("\\s*(?:[\\[(]([^\\[\\]()]*)[\\])]|([^,\\[\\]()]+))\\s*(,|$)");

    private SpaceNotation() {}

    /**
     * Reads a space.
     *
     * @throws IllegalArgumentException with one sentence if the text is not a space
     */
    public static Space read(String text) {
        Matcher space = SPACE.matcher(text.strip());
        if (!space.matches()) {
            throw new IllegalArgumentException("A space is written as NAME(…).");
        }
        String name = space.group(1).toLowerCase(Locale.ROOT);
        List<List<String>> arguments = arguments(space.group(2), text);
        return switch (name) {
            case "discrete" -> new Discrete(only(arguments, text));
            case "multibinary" -> new MultiBinary(only(arguments, text));
            case "multidiscrete" ->
                new MultiDiscrete(whole(arguments.stream().flatMap(List::stream).toList()));
            case "box" -> box(arguments, text);
            default ->
                throw new IllegalArgumentException("There is no space '" + space.group(1)
                        + "'; choose Box, Discrete, MultiDiscrete or MultiBinary.");
        };
    }

    /** The arguments; each is the list of its numbers. */
    private static List<List<String>> arguments(String inner, String text) {
        List<List<String>> arguments = new ArrayList<>();
        Matcher argument = ARGUMENT.matcher(inner);
        int at = 0;
        while (at < inner.length()) {
            if (!argument.find(at) || argument.start() != at) {
                throw new IllegalArgumentException("'" + text + "' has unmatched brackets or an empty argument.");
            }
            String words = argument.group(1) == null ? argument.group(2) : argument.group(1);
            arguments.add(Arrays.stream(words.strip().split("[\\s,]+"))
                    .filter(word -> !word.isEmpty())
                    .toList());
            at = argument.end();
        }
        return arguments;
    }

    private static int only(List<List<String>> arguments, String text) {
        if (arguments.size() != 1 || arguments.get(0).size() != 1) {
            throw new IllegalArgumentException("'" + text + "' needs one number.");
        }
        return whole(arguments.get(0))[0];
    }

    private static Box box(List<List<String>> arguments, String text) {
        if (arguments.size() < 3 || arguments.size() > 4) {
            throw new IllegalArgumentException(
                    "'" + text + "' needs lower bounds, upper bounds, a shape and, if it is not float32, a type.");
        }
        int[] shape = whole(arguments.get(2));
        DType dtype = arguments.size() < 4 ? DType.FLOAT32 : type(String.join(" ", arguments.get(3)));
        long elements = Sizes.product(shape);
        Sizes.check("A box of shape " + Arrays.toString(shape), "elements", elements);
        return new Box(
                dtype, shape, bounds(arguments.get(0), (int) elements), bounds(arguments.get(1), (int) elements));
    }

    private static DType type(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "float32" -> DType.FLOAT32;
            case "int32" -> DType.INT32;
            case "uint8" -> DType.UINT8;
            default ->
                throw new IllegalArgumentException(
                        "A box cannot be of '" + word + "'; choose float32 (also for float64), int32 or uint8.");
        };
    }

    private static float[] bounds(List<String> words, int elements) {
        if (words.size() == 1) {
            float[] same = new float[elements];
            Arrays.fill(same, number(words.get(0)));
            return same;
        }
        float[] bounds = new float[words.size()];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = number(words.get(i));
        }
        return bounds;
    }

    private static float number(String word) {
        String bound = word.toLowerCase(Locale.ROOT);
        if (bound.equals("inf") || bound.equals("-inf")) {
            return bound.startsWith("-") ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        }
        try {
            return Float.parseFloat(word);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + word + "' is not a bound; write a number, inf or -inf.", e);
        }
    }

    private static int[] whole(List<String> words) {
        int[] numbers = new int[words.size()];
        for (int i = 0; i < numbers.length; i++) {
            try {
                numbers[i] = Integer.parseInt(words.get(i));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + words.get(i) + "' is not a whole number.", e);
            }
        }
        return numbers;
    }
}
