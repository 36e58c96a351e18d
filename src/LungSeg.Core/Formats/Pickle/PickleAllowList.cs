using S = LungSeg.Core.Formats.Pickle.PickleSymbol;

namespace LungSeg.Core.Formats.Pickle;

/// <summary>
/// Two lists of names as exact pairs of module and name: those that are understood, and those of harmless types of values. All other names
/// are unsafe. No name of any kind is ever resolved.
/// </summary>
/// <remarks>
/// The names are those that pandas 0.17 to 3.x and numpy 1.x and 2.x write; docs/decisions/0001 describes how the list was made.
/// </remarks>
internal static class PickleAllowList
{
    private static readonly Dictionary<string, Entry> Entries = Build();

    public static PickleSymbol Find(string module, string name) =>
        Entries.TryGetValue(Key(module, name), out var entry) ? entry.Symbol : S.Unsafe;

    /// <summary>Whether a pair is on the list of harmless types of values.</summary>
    public static bool IsForeign(string module, string name) => PickleForeignList.Contains(module, name);

    /// <summary>Key of a pair. It is unique, since no listed module or name holds a line feed.</summary>
    public static string Key(string module, string name) => module + "\n" + name;

    private static Dictionary<string, Entry> Build()
    {
        var all = new Dictionary<string, Entry>(256);
        AddPython(all);
        AddNumpy(all);
        AddPandasFrames(all);
        AddPandasColumns(all);
        return all;
    }

    private static void AddPython(Dictionary<string, Entry> all)
    {
        foreach (var builtins in (string[])["builtins", "__builtin__"])
        {
            Add(all, builtins, S.Slice, "slice");
            Add(all, builtins, S.ByteArray, "bytearray", "bytes");
            Add(all, builtins, S.Object, "object");
            Add(all, builtins, S.Inert, "list", "dict", "tuple", "set", "frozenset", "int", "float", "complex", "bool", "str", "range");
        }

        foreach (var copyreg in (string[])["copyreg", "copy_reg"])
        {
            Add(all, copyreg, S.CopyregReconstructor, "_reconstructor");
            Add(all, copyreg, S.CopyregNew, "__newobj__");
        }

        Add(all, "_codecs", S.CodecsEncode, "encode");
        Add(all, "builtins", S.GetAttribute, "getattr");
        Add(all, "__builtin__", S.GetAttribute, "getattr");
        Add(all, "pytz", S.Inert, "_UTC", "_p");
        foreach (var (module, names) in PickleForeignList.Types)
        {
            Add(all, module, S.Foreign, names);
        }

        // A dict, whatever its class.
        Add(all, "collections", S.OrderedDict, "OrderedDict", "defaultdict");
    }

    private static void AddNumpy(Dictionary<string, Entry> all)
    {
        Add(all, "numpy", S.NdArray, "ndarray", "matrix");
        Add(all, "numpy.matrixlib.defmatrix", S.NdArray, "matrix");
        Add(all, "numpy", S.DTypeClass, "dtype");
        Add(all, "numpy.dtypes", S.Inert, "StringDType");
        foreach (var core in (string[])["numpy.core", "numpy._core"])
        {
            Add(all, core + ".multiarray", S.Reconstruct, "_reconstruct");
            Add(all, core + ".multiarray", S.NumpyScalar, "scalar");
            Add(all, core + ".numeric", S.FromBuffer, "_frombuffer");
        }

        Add(all, "numpy.ma.core", S.MaskedArray, "_mareconstruct");
        Add(all, "numpy.ma.core", S.Inert, "MaskedArray");
        Add(all, "numpy.ma", S.Inert, "MaskedArray");

        // Subclasses, given to _reconstruct as the class of the array.
        Add(all, "numpy", S.Inert, "memmap", "recarray", "record");
        Add(all, "numpy.rec", S.Inert, "recarray", "record");
        foreach (var core in (string[])["numpy.core", "numpy._core"])
        {
            Add(all, core + ".memmap", S.Inert, "memmap");
            Add(all, core + ".records", S.Inert, "recarray", "record");
        }
    }

    private static void AddPandasFrames(Dictionary<string, Entry> all)
    {
        Add(all, "pandas.core.frame", S.DataFrame, "DataFrame");
        Add(all, "pandas", S.DataFrame, "DataFrame");
        Add(all, "pandas.core.series", S.Series, "Series", "TimeSeries");
        Add(all, "pandas", S.Series, "Series");
        Add(all, "pandas.core.internals.managers", S.BlockManager, "BlockManager", "SingleBlockManager");
        Add(all, "pandas.core.internals", S.BlockManager, "BlockManager", "SingleBlockManager");
        Add(all, "pandas._libs.internals", S.UnpickleBlock, "_unpickle_block");

        foreach (var module in (string[])["pandas.core.indexes.base", "pandas.core.index", "pandas.indexes.base"])
        {
            Add(all, module, S.NewIndex, "_new_Index");
            Add(all, module, S.IndexClass, "Index", "Int64Index", "Float64Index");
        }

        foreach (var module in (string[])["pandas.core.indexes.numeric", "pandas.indexes.numeric"])
        {
            Add(all, module, S.IndexClass, "Int64Index", "Float64Index", "UInt64Index");
        }
        Add(all, "pandas.core.indexes.datetimes", S.NewIndex, "_new_DatetimeIndex");
        Add(all, "pandas.core.indexes.datetimes", S.IndexClass, "DatetimeIndex");
        Add(all, "pandas.core.indexes.period", S.NewIndex, "_new_PeriodIndex");
        Add(all, "pandas.core.indexes.period", S.IndexClass, "PeriodIndex");
        Add(all, "pandas.core.indexes.interval", S.NewIndex, "_new_IntervalIndex");
        Add(all, "pandas.core.indexes.interval", S.IndexClass, "IntervalIndex");
        Add(all, "pandas.core.indexes.timedeltas", S.IndexClass, "TimedeltaIndex");
        Add(all, "pandas.core.indexes.category", S.IndexClass, "CategoricalIndex");
        Add(all, "pandas.core.indexes.multi", S.IndexClass, "MultiIndex");
        Add(
            all,
            "pandas",
            S.IndexClass,
            "Index",
            "MultiIndex",
            "DatetimeIndex",
            "TimedeltaIndex",
            "CategoricalIndex",
            "Int64Index",
            "Float64Index",
            "UInt64Index"
        );
        Add(all, "pandas.core.indexes.range", S.RangeIndexClass, "RangeIndex");
        Add(all, "pandas.indexes.range", S.RangeIndexClass, "RangeIndex");
        Add(all, "pandas", S.RangeIndexClass, "RangeIndex");
        Add(all, "pandas.core.indexes.frozen", S.Inert, "FrozenList", "FrozenNDArray");
        Add(all, "pandas.api.typing", S.Inert, "FrozenList");
        Add(all, "pandas.core.flags", S.Inert, "Flags");
    }

    private static void AddPandasColumns(Dictionary<string, Entry> all)
    {
        foreach (var arrays in (string[])["pandas.arrays", "pandas"])
        {
            Add(all, arrays, S.ArrowStringArray, "ArrowStringArray", "ArrowExtensionArray");
            Add(all, arrays, S.StringArray, "StringArray");
            Add(all, arrays, S.Categorical, "Categorical");
            Add(
                all,
                arrays,
                S.Inert,
                "IntegerArray",
                "FloatingArray",
                "BooleanArray",
                "DatetimeArray",
                "TimedeltaArray",
                "NumpyExtensionArray",
                "PandasArray"
            );
        }

        Add(all, "pandas.core.arrays.string_arrow", S.ArrowStringArray, "ArrowStringArray", "ArrowStringArrayNumpySemantics");
        Add(all, "pandas.core.arrays.arrow.array", S.ArrowStringArray, "ArrowExtensionArray");
        Add(all, "pandas.core.arrays.string_", S.StringArray, "StringArray", "StringArrayNumpySemantics");
        Add(all, "pandas.core.arrays.string_", S.StringDType, "StringDtype");
        Add(all, "pandas", S.StringDType, "StringDtype");
        Add(all, "pandas._libs.arrays", S.NdArrayBacked, "__pyx_unpickle_NDArrayBacked");
        Add(all, "pandas.core.arrays.categorical", S.Categorical, "Categorical");
        Add(all, "pandas.core.categorical", S.Categorical, "Categorical");
        Add(all, "pandas.core.dtypes.dtypes", S.CategoricalDType, "CategoricalDtype");
        Add(all, "pandas", S.CategoricalDType, "CategoricalDtype");
        Add(
            all,
            "pandas.core.dtypes.dtypes",
            S.Inert,
            "DatetimeTZDtype",
            "PeriodDtype",
            "IntervalDtype",
            "PandasDtype",
            "NumpyEADtype",
            "ArrowDtype"
        );
        Add(all, "pandas", S.Inert, "DatetimeTZDtype", "ArrowDtype", "Timestamp", "Timedelta");
        Add(all, "pandas.core.arrays.datetimes", S.Inert, "DatetimeArray");
        Add(all, "pandas.core.arrays.timedeltas", S.Inert, "TimedeltaArray");
        Add(all, "pandas.core.arrays.integer", S.Inert, "IntegerArray");
        Add(all, "pandas.core.arrays.floating", S.Inert, "FloatingArray", "Float32Dtype", "Float64Dtype");
        Add(all, "pandas.core.arrays.boolean", S.Inert, "BooleanArray", "BooleanDtype");
        foreach (var module in (string[])["pandas.core.arrays.integer", "pandas"])
        {
            Add(all, module, S.Inert, "Int8Dtype", "Int16Dtype", "Int32Dtype", "Int64Dtype");
            Add(all, module, S.Inert, "UInt8Dtype", "UInt16Dtype", "UInt32Dtype", "UInt64Dtype");
        }

        Add(all, "pandas", S.Inert, "Float32Dtype", "Float64Dtype", "BooleanDtype");
        Add(all, "pandas.core.arrays.numpy_", S.Inert, "PandasArray", "NumpyExtensionArray");
        Add(all, "pandas._libs.missing", S.Missing, "NA", "NAType", "_create_pandas_na");
        Add(all, "pandas", S.Missing, "NA", "NaT");
        Add(all, "pandas._libs.tslibs.nattype", S.Missing, "_nat_unpickle", "__nat_unpickle", "NaTType");
        Add(all, "pandas._libs.tslibs.timestamps", S.Inert, "_unpickle_timestamp", "Timestamp");
        Add(all, "pandas._libs.tslibs.timedeltas", S.Inert, "_timedelta_unpickle", "Timedelta");
        Add(
            all,
            "pandas._libs.tslibs.offsets",
            S.Inert,
            "Day",
            "BusinessDay",
            "Hour",
            "Minute",
            "Second",
            "Milli",
            "Micro",
            "Nano",
            "Week"
        );
        Add(all, "pandas._libs.tslibs.offsets", S.Inert, "MonthBegin", "MonthEnd", "QuarterBegin", "QuarterEnd", "YearBegin", "YearEnd");
        Add(all, "pandas.core.arrays.period", S.Inert, "PeriodArray");
        Add(all, "pandas.core.arrays.interval", S.Inert, "IntervalArray");
        Add(all, "pandas._libs.interval", S.Inert, "Interval", "__pyx_unpickle_IntervalMixin");
        Add(all, "pandas._libs.tslibs.period", S.Inert, "Period");
        Add(all, "pandas.core.arrays.sparse.array", S.Inert, "SparseArray");
        Add(all, "pandas.core.arrays.sparse.dtype", S.Inert, "SparseDtype");
        Add(all, "pandas.core.dtypes.dtypes", S.Inert, "SparseDtype");
        Add(all, "pandas._libs.sparse", S.Inert, "IntIndex", "BlockIndex");
        Add(all, "pandas.arrays", S.Inert, "IntervalArray", "PeriodArray", "SparseArray");
        Add(all, "pandas", S.Inert, "Interval", "IntervalDtype", "Period", "PeriodDtype", "SparseDtype");
        Add(all, "pyarrow.lib", S.ArrowRestoreArray, "_restore_array", "chunked_array");
        Add(all, "pyarrow.lib", S.ArrowTypeAlias, "type_for_alias");
        Add(all, "pyarrow.lib", S.ArrowBuffer, "py_buffer");
    }

    private static void Add(Dictionary<string, Entry> all, string module, PickleSymbol symbol, params string[] names)
    {
        var entry = new Entry(symbol);
        foreach (var name in names)
        {
            all[Key(module, name)] = entry;
        }
    }

    /// <summary>A reference type: for these the runtime has compiled code of Dictionary, which makes every start faster.</summary>
    private sealed record Entry(PickleSymbol Symbol);
}
