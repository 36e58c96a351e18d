namespace LungSeg.Core.Validation;

/// <summary>One thing that can be wrong.</summary>
internal interface IRule
{
    /// <summary>What it is called and why it is there.</summary>
    RuleInfo Info { get; }
}
