package io.muzero.expert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SgfParserTest {
  private static List<SgfParser.Tree> trees(String text) {
    List<SgfParser.Tree> trees = new ArrayList<>();
    SgfParser.parse(text, trees::add);
    return trees;
  }

  @Test
  void parse_collection_hasTheMainLineOfEach() {
    List<SgfParser.Tree> trees =
        trees(
            "From: someone (a friend)\n(;FF[4]GM[1]C[a \\] b\\\\];B[aa](;W[bb];B[cc])(;W[dd]))\n"
                + "( ; GaMe[1] ; Black [ab] [cd] )");
    assertThat(trees).hasSize(2).allMatch(tree -> tree.torn() == null);
    assertThat(trees.get(0).nodes()).hasSize(4);
    assertThat(trees.get(0).nodes().get(0)).containsEntry("C", List.of("a ] b\\"));
    assertThat(trees.get(0).nodes().get(2)).containsEntry("W", List.of("bb"));
    assertThat(trees.get(0).nodes().get(3)).containsEntry("B", List.of("cc"));
    assertThat(trees.get(1).nodes().get(0)).containsEntry("GM", List.of("1"));
    assertThat(trees.get(1).nodes().get(1)).containsEntry("B", List.of("ab", "cd"));
  }

  @Test
  void parse_tornTrees_areToldAndLeftBehind() {
    assertThat(trees("(;FF[4];B[aa]")).singleElement().extracting(SgfParser.Tree::torn).isNotNull();
    List<SgfParser.Tree> missing = trees("(;FF[4];B[aa]\n(;FF[4];B[bb])");
    assertThat(missing).hasSize(2);
    assertThat(missing.get(0).torn()).contains("missing");
    assertThat(missing.get(1).torn()).isNull();
    List<SgfParser.Tree> odd = trees("(;FF[4];B[aa]%)(;FF[4];B[bb])");
    assertThat(odd).hasSize(2);
    assertThat(odd.get(0).torn()).contains("'%'");
    assertThat(odd.get(1).torn()).isNull();
    assertThat(trees("(;FF[4]B)").get(0).torn()).contains("B has no value");
    assertThat(trees("(;C[never").get(0).torn()).contains("without ]");
    assertThat(trees("")).isEmpty();
    assertThat(trees("no game (at all)")).isEmpty();
  }

  @Test
  void parse_deepNesting_needsNoStack() {
    assertThat(trees("(;B[aa]".repeat(200_000))).hasSize(1);
    assertThat(trees("(".repeat(200_000))).isEmpty();
  }

  /** Whatever a file has become, it is read to its end, and a whole game after it is found. */
  @Test
  void parse_mutatedTexts_neverFails() {
    String whole =
        "(;FF[4]GM[1]SZ[5]KM[24.5]PB[a \\] b]RE[B+0.5];B[cc];W[bb](;B[dd];W[];B[])(;B[aa]))\n";
    String text = whole.repeat(3);
    String odd = "()[];\\\n\r\0\u00FF:ABbWGMtt \t";
    for (int seed = 0; seed < 20_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      StringBuilder mutated = new StringBuilder(text);
      int changes = random.nextInt(1, 8);
      for (int i = 0; i < changes; i++) {
        int at = random.nextInt(mutated.length());
        switch (random.nextInt(4)) {
          case 0 -> mutated.setCharAt(at, odd.charAt(random.nextInt(odd.length())));
          case 1 -> mutated.replace(at, at + 1, mutated.length() > 1 ? "" : "x");
          case 2 -> mutated.insert(at, odd.charAt(random.nextInt(odd.length())));
          default -> mutated.setLength(Math.max(1, at));
        }
      }
      List<SgfParser.Tree> trees = trees(mutated.toString());
      assertThat(trees).as("seed %d", seed).allMatch(tree -> !tree.nodes().isEmpty());
      // Two brackets close whatever value was open; the game after them is whole again.
      List<SgfParser.Tree> more = trees(mutated + "]]\n" + "%".repeat(3) + whole);
      assertThat(more).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(1);
      assertThat(more.get(more.size() - 1).torn()).as("seed %d: %s", seed, mutated).isNull();
    }
  }
}
