namespace LungSeg.Core.Bytes;

/// <summary>What would help after an error: a parameter, and a value for it. A front end turns it into words.</summary>
/// <param name="Parameter">The parameter to set.</param>
/// <param name="Value">Value to give it; null where the caller has to choose one.</param>
public sealed record RequestHint(RequestParameter Parameter, string? Value = null);
