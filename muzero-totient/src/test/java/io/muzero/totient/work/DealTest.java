package io.muzero.totient.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DealTest {
  private static final Stopwatch STOPWATCH = Stopwatch.ofMachine();

  /** All pieces, the workers asking in a random order. */
  private static List<Piece> pieces(Job job, Random random) {
    Dealer dealer = job.deal().dealer(job);
    List<Integer> asking = new ArrayList<>(IntStream.range(0, job.workers()).boxed().toList());
    List<Piece> pieces = new ArrayList<>();
    while (!asking.isEmpty()) {
      int place = random.nextInt(asking.size());
      Piece piece = dealer.next(asking.get(place));
      if (piece == null) {
        asking.remove(place);
      } else {
        pieces.add(piece);
      }
    }
    return pieces;
  }

  private static List<Long> numbers(Part part) {
    return LongStream.iterate(part.first(), n -> n < part.end(), n -> n + part.step())
        .boxed()
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void dealer_anyOrderOfAsking_handsOutEveryNumberOnce(Deal deal) {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Job job = new Job(3 + random.nextInt(3000), 1 + random.nextInt(9), deal);
      List<Long> all = new ArrayList<>();
      for (Piece piece : pieces(job, random)) {
        List<Long> numbers = numbers(piece.part());
        assertThat(piece.part().size()).as("seed %d, %s", seed, piece).isEqualTo(numbers.size());
        all.addAll(numbers);
      }
      assertThat(all)
          .as("seed %d, %s", seed, job)
          .containsExactlyInAnyOrderElementsOf(LongStream.range(2, job.to()).boxed().toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void dealer_manyThreads_givesTheSameSum(Deal deal) throws Exception {
    Job job = new Job(50_000, 7, deal);
    Lap lap =
        new Crew(STOPWATCH, Thread::new).run(job, worker -> Part::sum, Progress.NONE, () -> {});
    assertThat(lap.checksum()).isEqualTo(759_904_263L);
    assertThat(lap.spans().stream().mapToLong(Span::numbers).sum()).isEqualTo(job.numbers());
  }

  @Test
  void static_threeWorkers_getsTheLecturesParts() {
    Job job = new Job(50_000, 3, Deal.STATIC);
    assertThat(Deal.STATIC.parts(job))
        .containsExactly(new Part(2, 50_000, 3), new Part(3, 50_000, 3), new Part(4, 50_000, 3));
  }

  @Test
  void blocks_lastWorker_getsTheDearestNumbers() {
    Part[] parts = Deal.BLOCKS.parts(new Job(30_002, 3, Deal.BLOCKS));
    assertThat(parts)
        .containsExactly(
            new Part(2, 10_002, 1), new Part(10_002, 20_002, 1), new Part(20_002, 30_002, 1));
  }

  @Test
  void static_longPart_isCutWhereProgressIsToBeSeen() {
    Job job = new Job(1_000_000, 1, Deal.STATIC);
    assertThat(pieces(job, new Random(0)))
        .allSatisfy(
            piece -> assertThat(piece.part().size()).isLessThanOrEqualTo(Deal.GREATEST_PIECE));
  }

  @Test
  void steal_workerWithoutWork_takesFromTheFarEndOfAnother() {
    Job job = new Job(6_402, 2, Deal.STEAL);
    Dealer dealer = job.deal().dealer(job);
    Piece last = null;
    for (Piece piece = dealer.next(0); piece != null && piece.owner() == 0; ) {
      piece = dealer.next(0);
      last = piece;
    }
    assertThat(last).isNotNull();
    assertThat(last.owner()).isEqualTo(1);
    assertThat(last.part().end()).isEqualTo(6_402);
    assertThat(dealer.next(1).part().first()).isEqualTo(3_202);
  }

  @Test
  void grain_shortAndLongJobs_staysWithinItsBounds() {
    assertThat(Deal.grain(new Job(10, 4, Deal.QUEUE))).isEqualTo(1);
    assertThat(Deal.grain(new Job(Job.GREATEST_BOUND, 1, Deal.QUEUE)))
        .isEqualTo(Deal.GREATEST_PIECE);
  }
}
