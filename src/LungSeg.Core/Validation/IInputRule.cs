namespace LungSeg.Core.Validation;

/// <summary>A rule about one input as a whole, from its index alone.</summary>
internal interface IInputRule : IRule
{
    /// <summary>What is wrong with the input.</summary>
    IEnumerable<Finding> Check(InputCase input);
}
