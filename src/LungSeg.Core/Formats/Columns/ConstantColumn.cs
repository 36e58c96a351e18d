using LungSeg.Core.Formats.Arrays;

namespace LungSeg.Core.Formats.Columns;

/// <summary>A column with the same cell in every row.</summary>
internal sealed class ConstantColumn(string name, string storage, Cell cell) : TableColumn(name, storage)
{
    public override CellKind? CommonKind => cell.Kind;

    public override Cell this[long row] => cell;
}

/// <summary>A column whose kind is known and whose values are not read.</summary>
internal sealed class OpaqueColumn(string name, string storage, CellKind kind) : TableColumn(name, storage)
{
    public override CellKind? CommonKind => kind;

    public override Cell this[long row] => new(kind, null);

    public override string Describe(long row) => $"a value of {Storage}";
}

/// <summary>A column under another name than it has in the table of its file.</summary>
internal sealed class AliasColumn(string name, TableColumn below) : TableColumn(name, below.Storage)
{
    /// <summary>The column in the table of the file.</summary>
    public TableColumn Below => below;

    public override ByteOrder ByteOrder => below.ByteOrder;

    public override CellKind? CommonKind => below.CommonKind;

    public override CategoryList? Categories => below.Categories;

    public override Cell this[long row] => below[row];

    public override string Describe(long row) => below.Describe(row);
}

/// <summary>A column with another name.</summary>
internal sealed class RenamedColumn(string name, TableColumn below) : TableColumn(name, below.Storage)
{
    public override ByteOrder ByteOrder => below.ByteOrder;

    public override CellKind? CommonKind => below.CommonKind;

    public override CategoryList? Categories => below.Categories;

    public override Cell this[long row] => below[row];

    public override string Describe(long row) => below.Describe(row);
}
