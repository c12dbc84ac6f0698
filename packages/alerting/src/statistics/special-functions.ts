const LANCZOS_G = 7;
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x > 0, to 14 digits: Lanczos 1964 with g = 7 and 9 terms (the coefficients are Godfrey's). */
export function logGamma(x: number): number {
  let sum = LANCZOS[0]!;
  for (let i = 1; i < LANCZOS.length; i += 1) sum += LANCZOS[i]! / (x - 1 + i);
  const t = x - 0.5 + LANCZOS_G;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** ln of n over k, also between whole numbers; 0 ≤ k ≤ n. */
export function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

/**
 * I_x(a, b), the regularized incomplete beta function, a, b > 0, x from 0 to 1: the continued fraction DLMF 8.17.22
 * by Lentz's method (Press et al., Numerical Recipes, 3rd edition, 6.4).
 */
export function regularizedBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - regularizedBeta(1 - x, b, a);
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return (front * betaFraction(x, a, b)) / a;
}

const TINY = 1e-300;
const PRECISION = 1e-14;
/** It needs about the square root of the greater of a and b. */
const MOST_TERMS = 100_000;

function betaFraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let result = d;
  const step = (term: number) => {
    d = 1 / away(1 + term * d);
    c = away(1 + term / c);
    result *= d * c;
  };
  for (let m = 1; m <= MOST_TERMS; m += 1) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    if (Math.abs(d * c - 1) < PRECISION) break;
  }
  return result;
}

/** P(X ≥ hits) of a binomial with n trials; also between whole numbers, as the beta function continues it. */
export function binomialUpperTail(hits: number, n: number, probability: number): number {
  if (hits <= 0) return 1;
  if (hits > n) return 0;
  return regularizedBeta(probability, hits, n - hits + 1);
}

/** P(X ≤ hits) of a binomial with n trials; also between whole numbers. */
export function binomialLowerTail(hits: number, n: number, probability: number): number {
  if (hits >= n) return 1;
  if (hits < 0) return 0;
  return regularizedBeta(1 - probability, n - hits, hits + 1);
}

const ERFC = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];

/** P(Z > z) of the standard normal distribution, to 7 digits however far out (Numerical Recipes, `erfcc`). */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + x / 2);
  let sum = 0;
  for (let i = ERFC.length - 1; i >= 0; i -= 1) sum = sum * t + ERFC[i]!;
  const tail = 0.5 * t * Math.exp(-x * x + sum);
  return z >= 0 ? tail : 1 - tail;
}

/** The z whose `normalTail` is `tail` (from 0 to 1, both excluded): 26.2.23 of Abramowitz and Stegun, then Newton. */
export function normalQuantile(tail: number): number {
  if (tail > 0.5) return -normalQuantile(1 - tail);
  const t = Math.sqrt(-2 * Math.log(tail));
  let z =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let i = 0; i < 2; i += 1) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    if (density === 0) break;
    z += (normalTail(z) - tail) / density;
  }
  return z;
}
