namespace LungSeg.Core.Validation;

/// <summary>A rule about all rows together.</summary>
internal interface ISetRule : IRule
{
    /// <summary>What it needs to know of each row besides its index.</summary>
    RowFactKinds Needs { get; }

    /// <summary>What is wrong with the set.</summary>
    IEnumerable<Finding> Check(SetCase set);
}
