namespace LungSeg.Core.Bytes;

/// <summary>A request that cannot be met, such as size 0 or a part without rows.</summary>
/// <remarks>Neither the input nor the calling code is at fault.</remarks>
public sealed class InvalidRequestException : Exception
{
    /// <summary>A request that cannot be met.</summary>
    /// <param name="parameter">The parameter whose value cannot be met.</param>
    /// <param name="message">Why, in one sentence.</param>
    /// <param name="hint">What would help; null where the message says all.</param>
    public InvalidRequestException(RequestParameter parameter, string message, RequestHint? hint = null)
        : base(message)
    {
        Parameter = parameter;
        Hint = hint;
    }

    /// <summary>The parameter whose value cannot be met.</summary>
    public RequestParameter Parameter { get; }

    /// <summary>What would help; null where the message says all.</summary>
    public RequestHint? Hint { get; }
}
