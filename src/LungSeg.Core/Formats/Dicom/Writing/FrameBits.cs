using System.Security.Cryptography;

namespace LungSeg.Core.Formats.Dicom.Writing;

/// <summary>Packs masks into bits, the lowest first, without gaps between frames (PS3.5 8.1.1), and computes their digest.</summary>
internal sealed class FrameBits(Stream target) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _held;
    private int _heldBits;

    /// <summary>Adds a mask of 0 and 1.</summary>
    public void Add(ReadOnlySpan<byte> mask)
    {
        var bytes = new byte[(_heldBits + mask.Length) / 8];
        var at = 0;
        foreach (var pixel in mask)
        {
            _held |= (pixel & 1) << _heldBits;
            if (++_heldBits < 8)
            {
                continue;
            }
            bytes[at++] = (byte)_held;
            (_held, _heldBits) = (0, 0);
        }

        Put(bytes);
    }

    /// <summary>Writes the last, incomplete byte and returns the digest of all bits in hexadecimal.</summary>
    public string Finish()
    {
        if (_heldBits > 0)
        {
            Put([(byte)_held]);
        }
        return Convert.ToHexString(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Put(ReadOnlySpan<byte> bytes)
    {
        target.Write(bytes);
        _hash.AppendData(bytes);
    }
}
