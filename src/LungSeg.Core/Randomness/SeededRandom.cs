using System.Numerics;

namespace LungSeg.Core.Randomness;

/// <summary>
/// xoshiro256** (Blackman and Vigna 2018), seeded through SplitMix64. Draws use integer arithmetic and exact scaling alone, so that
/// every machine gives the same sequence.
/// </summary>
internal sealed class SeededRandom
{
    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    internal SeededRandom(ulong seed)
    {
        _s0 = SplitMix(ref seed);
        _s1 = SplitMix(ref seed);
        _s2 = SplitMix(ref seed);
        _s3 = SplitMix(ref seed);
    }

    internal SeededRandom(ulong s0, ulong s1, ulong s2, ulong s3) => (_s0, _s1, _s2, _s3) = (s0, s1, s2, s3);

    /// <summary>A seed that depends on every bit of both.</summary>
    internal static ulong Mix(ulong seed, ulong key)
    {
        ulong state = seed ^ BitOperations.RotateLeft(key, 32);
        return SplitMix(ref state) ^ SplitMix(ref key);
    }

    internal ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        ulong shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-24.</summary>
    internal float NextUnit() => (NextBits() >> 40) * (1f / (1 << 24));

    internal float Uniform(float low, float high) => low + (high - low) * NextUnit();

    internal bool Chance(float probability) => NextUnit() < probability;

    /// <summary>Uniform in [0, count).</summary>
    internal int Below(int count) => (int)((NextBits() >> 32) * (ulong)count >> 32);

    /// <summary>
    /// Close to a standard normal: four 16-bit uniforms added (Irwin-Hall), scaled to unit variance. Tails end at 3.46.
    /// </summary>
    internal float NextNormal()
    {
        ulong bits = NextBits();
        uint sum = (uint)(bits & 0xffff) + (uint)(bits >> 16 & 0xffff) + (uint)(bits >> 32 & 0xffff) + (uint)(bits >> 48);

        // Mean 4 * 65535 / 2, variance 4 * 65536^2 / 12.
        return ((int)sum - 131_070) * (1.7320508f / 65_536f);
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9e3779b97f4a7c15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
