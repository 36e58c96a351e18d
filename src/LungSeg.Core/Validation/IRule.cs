namespace LungSeg.Core.Validation;

/// <summary>One thing that can be wrong.</summary>
internal interface IRule
{
    /// <summary>What it is called and why it is there.</summary>
    RuleInfo Info { get; }
}

/// <summary>A rule about one input as a whole, from its index alone.</summary>
internal interface IInputRule : IRule
{
    /// <summary>What is wrong with the input.</summary>
    IEnumerable<Finding> Check(InputCase input);
}

/// <summary>A rule about one row. Stateless: rows are checked several at a time.</summary>
internal interface IRowRule : IRule
{
    /// <summary>What is wrong with the row.</summary>
    IEnumerable<Finding> Check(RowCase row);
}

/// <summary>A rule about all rows together.</summary>
internal interface ISetRule : IRule
{
    /// <summary>What it needs to know of each row besides its index.</summary>
    RowFactKinds Needs { get; }

    /// <summary>What is wrong with the set.</summary>
    IEnumerable<Finding> Check(SetCase set);
}
