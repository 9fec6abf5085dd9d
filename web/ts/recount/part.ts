// Exact fractions of a vote.
export class Part {
  private constructor(readonly n: bigint, readonly d: bigint) {}

  static of(n: bigint | number, d: bigint | number = 1): Part {
    const [top, bottom] = [BigInt(n), BigInt(d)];
    const shared = divisor(top < 0 ? -top : top, bottom);
    return new Part(top / shared, bottom / shared);
  }

  plus(other: Part): Part {
    return Part.of(this.n * other.d + other.n * this.d, this.d * other.d);
  }

  minus(other: Part): Part {
    return Part.of(this.n * other.d - other.n * this.d, this.d * other.d);
  }

  times(other: Part): Part {
    return Part.of(this.n * other.n, this.d * other.d);
  }

  over(other: Part): Part {
    return Part.of(this.n * other.d, this.d * other.n);
  }

  whole(): Part {
    return Part.of(this.n / this.d);
  }

  compare(other: Part): number {
    const difference = this.n * other.d - other.n * this.d;
    return difference < 0 ? -1 : difference > 0 ? 1 : 0;
  }
}

function divisor(one: bigint, other: bigint): bigint {
  while (other) [one, other] = [other, one % other];
  return one || BigInt(1);
}
