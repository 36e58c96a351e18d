namespace LungSeg.Core.Formats.Pickle;

/// <summary>Meaning of an allowed name.</summary>
internal enum PickleSymbol
{
    /// <summary>On none of the lists.</summary>
    Unsafe,

    /// <summary>A harmless type of values that is not read.</summary>
    Foreign,

    /// <summary><c>getattr</c>: unsafe but in the one call that Python's zoneinfo writes.</summary>
    GetAttribute,

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
