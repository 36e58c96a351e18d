namespace LungSeg.Core.Formats.Pickle;

/// <summary>Meaning of an allowed name.</summary>
internal enum PickleSymbol
{
    /// <summary>Not on the allow-list.</summary>
    Unsafe,

    /// <summary>Allowed, but not needed for rows and columns.</summary>
    Inert,

    NdArray,
    DTypeClass,
    Reconstruct,
    FromBuffer,
    NumpyScalar,
    CodecsEncode,
    ByteArray,
    Slice,
    CopyregReconstructor,
    CopyregNew,
    Object,
    OrderedDict,
    DataFrame,
    Series,
    BlockManager,
    UnpickleBlock,
    NewIndex,
    IndexClass,
    RangeIndexClass,
    ArrowStringArray,
    StringArray,
    StringDType,
    NdArrayBacked,
    ArrowRestoreArray,
    ArrowTypeAlias,
    ArrowBuffer,
    Missing,
    Categorical,
    CategoricalDType,
    MaskedArray,
}
