using LungSeg.Core.Bytes;
using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Parquet;

/// <summary>A column that holds values: a leaf of the tree of columns.</summary>
/// <param name="Name">Its name; the names of the groups around it stand before it, with dots between.</param>
/// <param name="Top">Name of the outermost group that it is in; its own where it is in none.</param>
/// <param name="Index">Its position among the leaves, and among the chunks of a row group.</param>
/// <param name="Element">How its values are stored, and what they mean.</param>
/// <param name="MaxDefinition">Definition level of a value that is there.</param>
/// <param name="ListLevels">For each list around the value, the outermost first, the definition level from which it has an element.</param>
internal sealed record ParquetLeaf(
    string Name,
    string Top,
    int Index,
    ParquetSchemaElement Element,
    int MaxDefinition,
    IReadOnlyList<int> ListLevels
)
{
    private const int MaxLevels = 64;

    /// <summary>numpy's type of the values; null where they are texts, bytes, or not read.</summary>
    public DType? DType { get; } = GetDType(Element);

    /// <summary>Bytes of a stored value; 0 where they differ.</summary>
    public int StoredBytes { get; } =
        Element.Physical switch
        {
            ParquetPhysical.Boolean => 1,
            ParquetPhysical.Int32 or ParquetPhysical.Float => 4,
            ParquetPhysical.Int64 or ParquetPhysical.Double => 8,
            ParquetPhysical.Int96 => 12,
            ParquetPhysical.FixedLengthByteArray => Math.Max(0, Element.FixedLength),
            _ => 0,
        };

    /// <summary>Whether values are texts.</summary>
    public bool IsText => Element is { Physical: ParquetPhysical.ByteArray, Meaning.Kind: ParquetKind.Text };

    /// <summary>Whether values are bytes of which the table says no more.</summary>
    public bool IsBinary =>
        Element is { Physical: ParquetPhysical.ByteArray or ParquetPhysical.FixedLengthByteArray, Meaning.Kind: ParquetKind.None };

    /// <summary>The leaves of a tree.</summary>
    /// <exception cref="DatasetFormatException">
    /// The tree is damaged, deeper than any that holds slices, or its names take more memory than the budget has.
    /// </exception>
    public static IReadOnlyList<ParquetLeaf> List(IReadOnlyList<ParquetSchemaElement> schema, AllocationBudget budget)
    {
        var source = budget.Source;
        var leaves = new List<ParquetLeaf>();
        var open = new Stack<Node>();
        foreach (var (at, element) in schema.Index())
        {
            var above = at == 0 ? new Node(string.Empty, string.Empty, 0, [], 1) : Next(open, source);
            var node = above.Add(element, isRoot: at == 0);

            // The name of a group is in the names of all its leaves.
            budget.Charge(sizeof(char) * (long)node.Path.Length, null);
            if (element.Physical is null || element.Children > 0)
            {
                open.Push(node with { Left = element.Children });
            }
            else if (open.Count == 0)
            {
                break;
            }
            else
            {
                leaves.Add(new ParquetLeaf(node.Path, node.Top, leaves.Count, element, node.Definition, node.Lists));
            }
            if (open.Count > MaxLevels)
            {
                throw FormatError.Unsupported(source, $"columns within columns, more than {MaxLevels} deep");
            }
        }
        while (open.TryPeek(out var last) && last.Left == 0)
        {
            open.Pop();
        }
        return open.Count == 0 && schema.Count > 0
            ? leaves
            : throw FormatError.Corrupt(source, "the tree of columns in the footer is not complete");
    }

    /// <summary>The innermost group that lacks children, of which one is taken.</summary>
    private static Node Next(Stack<Node> open, SourceName source)
    {
        while (open.TryPop(out var node))
        {
            if (node.Left > 0)
            {
                open.Push(node with { Left = node.Left - 1 });
                return node;
            }
        }
        throw FormatError.Corrupt(source, "the tree of columns in the footer has a column that is in no group");
    }

    private static DType? GetDType(ParquetSchemaElement element) =>
        (element.Physical, element.Meaning.Kind) switch
        {
            (_, ParquetKind.Other or ParquetKind.Text) => null,
            (ParquetPhysical.Boolean, _) => new DType('b', 1, ByteOrder.None),
            (ParquetPhysical.Int32, ParquetKind.Date) => new DType('M', 4, ByteOrder.Little) { Unit = TimeUnit.Day },
            (ParquetPhysical.Int64, ParquetKind.Date) => new DType('M', 8, ByteOrder.Little) { Unit = element.Meaning.Unit },
            (ParquetPhysical.Int32, _) => GetInteger(element.Meaning, 4),
            (ParquetPhysical.Int64, _) => GetInteger(element.Meaning, 8),
            (ParquetPhysical.Float, _) => new DType('f', 4, ByteOrder.Little),
            (ParquetPhysical.Double, _) => Arrays.DType.Float64,
            (ParquetPhysical.FixedLengthByteArray, ParquetKind.Half) when element.FixedLength == 2 => new DType('f', 2, ByteOrder.Little),
            _ => null,
        };

    private static DType GetInteger(ParquetMeaning meaning, int stored)
    {
        var size = meaning.Bits is 8 or 16 or 32 ? Math.Min(stored, meaning.Bits / 8) : stored;
        return new DType(meaning.Kind == ParquetKind.Unsigned ? 'u' : 'i', size, size == 1 ? ByteOrder.None : ByteOrder.Little);
    }

    /// <summary>A node on the way down the tree.</summary>
    private sealed record Node(string Path, string Top, int Definition, IReadOnlyList<int> Lists, int Left)
    {
        public Node Add(ParquetSchemaElement element, bool isRoot)
        {
            if (isRoot)
            {
                return this;
            }
            var definition = Definition + (element.Repetition == ParquetRepetition.Required ? 0 : 1);
            return new Node(
                Path.Length == 0 ? element.Name : $"{Path}.{element.Name}",
                Path.Length == 0 ? element.Name : Top,
                definition,
                element.Repetition == ParquetRepetition.Repeated ? [.. Lists, definition] : Lists,
                0
            );
        }
    }
}
