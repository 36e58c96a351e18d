namespace LungSeg.Core.Bytes;

/// <summary>A parameter of a request, for errors that refer to it. Front ends turn it into words, such as the name of an option.</summary>
public enum RequestParameter
{
    /// <summary>Whether rescaled values of another unit are taken for HU.</summary>
    AssumeHu,

    /// <summary>Whether stored values are signed where a file does not say it.</summary>
    AssumeSigned,

    /// <summary>The column that a bare array is.</summary>
    Column,

    /// <summary>Columns of an input that have other names.</summary>
    Columns,

    /// <summary>What a method sees of a scan.</summary>
    Context,

    /// <summary>Type of HU.</summary>
    DType,

    /// <summary>Number of folds.</summary>
    Folds,

    /// <summary>Format to write.</summary>
    Format,

    /// <summary>Whether the names in a pickle are listed instead of its rows.</summary>
    Globals,

    /// <summary>Method that makes hu_array where the input has none.</summary>
    HuMethod,

    /// <summary>The array that gives the image.</summary>
    Image,

    /// <summary>Format of an input.</summary>
    InputFormat,

    /// <summary>Files and folders to read.</summary>
    Inputs,

    /// <summary>Column by which a table is joined to rows.</summary>
    JoinColumn,

    /// <summary>Table whose columns are joined to rows.</summary>
    JoinedTable,

    /// <summary>Number of each label in training formats.</summary>
    LabelMap,

    /// <summary>Names of labels that are numbers.</summary>
    LabelNames,

    /// <summary>Labels whose rows are selected.</summary>
    Labels,

    /// <summary>What to do with rows that share a group with a kept test set.</summary>
    LeakedRows,

    /// <summary>Classes of a mask that are the lesion.</summary>
    Lesion,

    /// <summary>Side of the square around the lesion.</summary>
    LesionCrop,

    /// <summary>Whether each lesion keeps a pixel.</summary>
    LesionArea,

    /// <summary>Categories of the lesions.</summary>
    LesionCategories,

    /// <summary>Folder of masks that are joined to rows.</summary>
    MaskFolder,

    /// <summary>What decides where image and label lie at different places.</summary>
    MaskPlace,

    /// <summary>How a mask is put on pixels that are not its own.</summary>
    MaskResample,

    /// <summary>Value of lesion pixels in mask pictures.</summary>
    MaskValue,

    /// <summary>Number of the nnU-Net data set.</summary>
    NnUnetId,

    /// <summary>File or folder to write.</summary>
    Output,

    /// <summary>Whether an output that exists is replaced.</summary>
    Overwrite,

    /// <summary>Parts of a split and their sizes.</summary>
    Parts,

    /// <summary>Protocol of a pickle.</summary>
    PickleProtocol,

    /// <summary>Column of a table that holds predictions.</summary>
    PredictionColumn,

    /// <summary>How predictions of another size are read.</summary>
    PredictionResize,

    /// <summary>Named settings of a conversion.</summary>
    Preset,

    /// <summary>Probability from which a predicted pixel is lesion.</summary>
    Probability,

    /// <summary>Number of splits.</summary>
    Repeats,

    /// <summary>Condition on the figures of a row.</summary>
    RowFilter,

    /// <summary>Rows that are selected.</summary>
    Rows,

    /// <summary>What of a damaged input is written.</summary>
    Salvage,

    /// <summary>Size of an archive.</summary>
    ShardMegabytes,

    /// <summary>Side that images are scaled to.</summary>
    Size,

    /// <summary>Split whose parts are written.</summary>
    Split,

    /// <summary>Whether a split is applied by the names of rows or by their content.</summary>
    SplitBy,

    /// <summary>Data that a model was trained on.</summary>
    TrainingData,

    /// <summary>Limit of a validation rule.</summary>
    ValidationLimit,

    /// <summary>A validation rule.</summary>
    ValidationRule,

    /// <summary>HU window of grey values.</summary>
    Window,

    /// <summary>Rules that must name a row.</summary>
    WithRules,

    /// <summary>Files of marks that a row must not have.</summary>
    WithoutMarks,

    /// <summary>Rules that must not name a row.</summary>
    WithoutRules,
}

/// <summary>What would help after an error: a parameter, and a value for it.</summary>
/// <param name="Parameter">The parameter to set.</param>
/// <param name="Value">Value to give it; null where the user has to choose one.</param>
public sealed record RequestHint(RequestParameter Parameter, string? Value = null);

/// <summary>A note, and what would help where something does.</summary>
public sealed record RequestNote(string Text, RequestHint? Hint = null);
