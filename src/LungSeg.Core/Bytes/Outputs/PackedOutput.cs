using LungSeg.Core.Bytes.Compression;
using Microsoft.Win32.SafeHandles;

namespace LungSeg.Core.Bytes.Outputs;

/// <summary>An output that is written by position and, where its name ends in <c>.gz</c> or <c>.zst</c>, packed at the end.</summary>
internal sealed class PackedOutput : IDisposable
{
    private readonly Packing _packing;
    private readonly int _jobs;
    private readonly AtomicFile? _file;
    private readonly SafeFileHandle _target;

    // A temporary file without a name, so that it does not outlive the process.
    private readonly SafeFileHandle? _unpacked;

    private PackedOutput(AtomicFile? file, SafeFileHandle target, Packing packing, int jobs, SafeFileHandle? unpacked) =>
        (_file, _target, _packing, _jobs, _unpacked) = (file, target, packing, jobs, unpacked);

    /// <summary>The file to fill.</summary>
    public SafeFileHandle Handle => _unpacked ?? _target;

    /// <summary>Starts an output.</summary>
    /// <param name="path">Final name.</param>
    /// <param name="overwrite">Whether a file of that name may be replaced.</param>
    /// <param name="length">Length before packing, to reserve on the disk; 0 where it is not known.</param>
    /// <param name="jobs">Threads that pack.</param>
    /// <exception cref="InvalidRequestException">The name asks for a packing that cannot be written, or is the name of an
    /// input.</exception>
    /// <exception cref="IOException">The file exists and may not be replaced, or writing fails.</exception>
    public static PackedOutput Create(string path, bool overwrite, long length = 0, int jobs = 1)
    {
        var packing = GetPacking(path);
        var file = AtomicFile.Create(path, overwrite, packing == Packing.None ? length : 0);
        try
        {
            return new PackedOutput(file, file.Handle, packing, jobs, CreateUnpacked(packing, file.Scratch, length));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Starts a file of an output that is published as a whole.</summary>
    /// <param name="path">Where it is written.</param>
    /// <param name="scratch">Folder for the temporary file that is not packed yet.</param>
    /// <param name="length">Length before packing, to reserve on the disk; 0 where it is not known.</param>
    /// <param name="jobs">Threads that pack.</param>
    /// <exception cref="IOException">Writing fails.</exception>
    public static PackedOutput CreateStaged(string path, string scratch, long length, int jobs)
    {
        var packing = GetPacking(path);
        var target = File.OpenHandle(
            path,
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.Read,
            FileOptions.None,
            packing == Packing.None ? length : 0
        );
        try
        {
            return new PackedOutput(null, target, packing, jobs, CreateUnpacked(packing, scratch, length));
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    /// <summary>Packs the file where its name asks for it. A file that is not part of a larger output then gets its name.</summary>
    public void Commit()
    {
        if (_unpacked is not null)
        {
            PackedFile.Pack(_unpacked, _target, _packing, _jobs);
        }
        if (_file is not null)
        {
            _file.Commit();
            return;
        }
        RandomAccess.FlushToDisk(_target);
        _target.Dispose();
    }

    public void Dispose()
    {
        _unpacked?.Dispose();
        _target.Dispose();
        _file?.Dispose();
    }

    private static Packing GetPacking(string path) =>
        OutputPacking.FindRefusal(path) is { } refusal
            ? throw new InvalidRequestException(RequestParameter.Output, refusal)
            : PackedFile.GetPacking(path);

    private static SafeFileHandle? CreateUnpacked(Packing packing, string scratch, long length) =>
        packing == Packing.None ? null : TemporaryFile.Create(scratch, length);
}
