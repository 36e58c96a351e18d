using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;
using LungSeg.Core.Formats.Folders;
using LungSeg.Core.Formats.Masks;
using LungSeg.Core.Model;

namespace LungSeg.Core.Formats.Npy;

/// <summary>
/// A folder with <c>X.npy</c> and <c>y.npy</c>, stacks of images and masks, and <c>labels.csv</c>; or with <c>X_PART.npy</c>,
/// <c>y_PART.npy</c> and <c>labels_PART.csv</c> for each part of a split.
/// </summary>
internal sealed class NpyFolderFormat : IFolderFormat
{
    private const string Suffix = ".npy";

    public string Name => NpyFormat.FormatName;

    public bool Matches(FolderSource folder) => folder.Files.Any(IsImage);

    public TableIndex Read(FolderSource folder, FolderReading reading)
    {
        var manifest = FolderManifest.Read(folder, Name, filesAreShared: true);
        var (items, notes, used) = (new List<FolderItem>(), new List<string>(), new HashSet<string>());
        foreach (var image in folder.Files.Where(IsImage))
        {
            var part = image == "X.npy" ? null : image["X_".Length..^Suffix.Length];
            var ending = part is null ? string.Empty : "_" + part;
            var (mask, table) = ($"y{ending}{Suffix}", $"labels{ending}.csv");
            var stack = NpyStack.Open(folder, image, !manifest.IsGrey);
            var masks = folder.Files.Contains(mask) ? NpyStack.Open(folder, mask, holdsHu: true) : null;
            RowBudget.Charge(stack.Count, folder.GetName(image, Name), reading.Limits, stack.FileLength);
            var lines = RowFields.Read(folder, Name, table).Lines;
            RequireSame(folder, masks is null ? null : mask, masks?.Count, stack);
            RequireSame(folder, table, lines.Count > 0 ? lines.Count : null, stack);
            used.UnionWith([image, mask, table]);
            items.AddRange(Enumerable.Range(0, (int)stack.Count).Select(i => CreateItem(stack, masks, i, part, lines)));
        }
        if (items.Count == 0)
        {
            throw FormatError.WrongFormat(new SourceName(folder.Path, null, Name), "no X.npy or X_PART.npy with slices");
        }
        var rows = new FolderRows(ManifestOrder.Sort(items, manifest, notes));
        return new TableIndex
        {
            Container = "stacks of images and masks",
            Rows = rows.Count,
            Columns = rows.Columns(manifest.ImageColumn),
            HoldsHu = rows.HoldsHu,
            Notes = [.. notes, .. OtherFiles.Notes(folder, used.Contains)],
        };
    }

    private static bool IsImage(string file) =>
        file == "X.npy"
        || (file.StartsWith("X_", StringComparison.Ordinal) && file.EndsWith(Suffix, StringComparison.Ordinal) && !file.Contains('/'));

    private static FolderItem CreateItem(NpyStack images, NpyStack? masks, int index, string? part, IReadOnlyList<RowFieldsLine> lines)
    {
        var line = lines.Count > 0 ? lines[index] : null;
        var item = new FolderItem(
            new NpySlice(images, index),
            masks is null ? null : new NpySlice(masks, index),
            line?.Part ?? part,
            line?.Label
        );
        return line is null ? item : item with { Fields = line.Fields };
    }

    private void RequireSame(FolderSource folder, string? file, long? rows, NpyStack images)
    {
        if (rows is { } found && found != images.Count)
        {
            throw FormatError.Mismatch(folder.GetName(file!, Name), "number of rows", $"{found}", $"{images.Count} as in {images.File}");
        }
    }

    /// <summary>A stack of a file.</summary>
    private sealed class NpyStack
    {
        private readonly FolderSource _folder;
        private readonly ArrayInfo _array;

        private NpyStack(FolderSource folder, string file, ArrayInfo array, bool holdsHu, long length) =>
            (_folder, File, _array, HoldsHu, FileLength) = (folder, file, array, holdsHu, length);

        public string File { get; }

        public bool HoldsHu { get; }

        public long FileLength { get; }

        public long Count => _array.Shape[0];

        public DType DType => _array.DType.With(ByteOrder.Little);

        public SliceSize Size => new((int)_array.Shape[1], (int)_array.Shape[2]);

        public static NpyStack Open(FolderSource folder, string file, bool holdsHu)
        {
            using var source = folder.OpenFile(file, NpyFormat.FormatName);
            var array = NpyReader.Identify(source);
            return array is { Shape.Count: 3, DType.IsNumeric: true } && array.Shape.All(length => length is > 0 and <= int.MaxValue)
                ? new NpyStack(folder, file, array, holdsHu, source.Length)
                : throw FormatError.Unsupported(
                    source.Name,
                    $"an array of {array.DType.Name}, shape ({string.Join(", ", array.Shape)}), is no stack of slices [n, row, col]"
                );
        }

        public void Read(int index, Span<byte> destination)
        {
            using var source = _folder.OpenFile(File, NpyFormat.FormatName);
            ArrayReader.Read(source, _array.Part(index), destination);
        }
    }

    /// <summary>One slice of a stack.</summary>
    private sealed class NpySlice(NpyStack stack, int index) : ISliceFile, IArrayDecoder
    {
        public string File => stack.File;

        public int Slices => 1;

        public DType DType => stack.DType;

        public PixelSpacing? SpacingMm => null;

        public SliceSize Size => stack.Size;

        public VoxelGrid? Grid => null;

        public bool HoldsHu => stack.HoldsHu;

        public ArrayInfo Slice(int number) => ArrayInfo.Decoded(DType, [Size.Height, Size.Width], default, this);

        public void Decode(IByteSource source, Span<byte> destination) => stack.Read(index, destination);
    }
}
