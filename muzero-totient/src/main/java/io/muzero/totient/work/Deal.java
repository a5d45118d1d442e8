package io.muzero.totient.work;

import java.util.Locale;
import java.util.stream.IntStream;

/** Who gets which numbers when. */
public enum Deal {
  /** Fixed parts like cards: with three workers 2, 5, 8 … and 3, 6, 9 … and 4, 7, 10 …. */
  STATIC {
    @Override
    public Dealer dealer(Job job) {
      return new FixedDealer(parts(job));
    }

    @Override
    Part part(Job job, int worker) {
      return new Part(Job.FIRST + worker, job.to(), job.workers());
    }
  },

  /** Fixed parts like slices: each worker a block of neighbours, the last with the dearest. */
  BLOCKS {
    @Override
    public Dealer dealer(Job job) {
      return new FixedDealer(parts(job));
    }
  },

  /** One queue for all: whoever is free takes the next few neighbours. */
  QUEUE {
    @Override
    public Dealer dealer(Job job) {
      return new QueueDealer(new Part(Job.FIRST, job.to(), 1), grain(job));
    }
  },

  /** A block in pieces for each worker; who has none left takes from the far end of another's. */
  STEAL {
    @Override
    public Dealer dealer(Job job) {
      return new StealDealer(parts(job), grain(job));
    }
  };

  /** Pieces a worker that the deals with small pieces aim at. */
  private static final long PIECES_A_WORKER = 32;

  /** Most numbers in one piece: progress is seen between pieces, and a worker can be stopped. */
  static final long GREATEST_PIECE = 1 << 16;

  /** Deals a job from its beginning. */
  public abstract Dealer dealer(Job job);

  /** The numbers that belong to a worker at first. */
  Part part(Job job, int worker) {
    return new Part(
        Job.FIRST + job.numbers() * worker / job.workers(),
        Job.FIRST + job.numbers() * (worker + 1) / job.workers(),
        1);
  }

  Part[] parts(Job job) {
    return IntStream.range(0, job.workers())
        .mapToObj(worker -> part(job, worker))
        .toArray(Part[]::new);
  }

  /** Numbers in a piece of a shared queue. */
  public static long grain(Job job) {
    long even = job.numbers() / (job.workers() * PIECES_A_WORKER);
    return Math.max(1, Math.min(GREATEST_PIECE, even));
  }

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
