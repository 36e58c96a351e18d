using PureHDF;

namespace LungSeg.Core.Formats.Hdf5;

/// <summary>Writes an HDF5 file of stacks, slice by slice, and of columns of values.</summary>
internal sealed class Hdf5Writer : IDisposable
{
    private readonly H5NativeWriter _writer;

    /// <param name="stream">Seekable stream, which is left open.</param>
    /// <param name="stacks">The stacks; their slices are written one by one.</param>
    /// <param name="columns">Arrays of texts (written as UTF-8 of variable length), numbers or truth values, written at once.</param>
    public Hdf5Writer(Stream stream, IEnumerable<Hdf5Stack> stacks, IEnumerable<(string Name, Array Values)> columns)
    {
        var file = new H5File();
        foreach (var stack in stacks)
        {
            file[stack.Name] = stack.Dataset;
        }
        foreach (var (name, values) in columns)
        {
            file[name] = values;
        }
        _writer = file.BeginWrite(stream);
    }

    /// <summary>Writes one slice. Stacks must be written one after another, and their slices in order.</summary>
    public void Write(Hdf5Stack stack, int index, ReadOnlySpan<byte> bytes) => stack.Write(_writer, index, bytes);

    public void Dispose() => _writer.Dispose();
}
