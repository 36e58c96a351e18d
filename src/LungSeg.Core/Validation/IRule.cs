namespace LungSeg.Core.Validation;

/// <summary>A rule: a check for one kind of fault.</summary>
internal interface IRule
{
    /// <summary>Id, name and explanation of the rule.</summary>
    RuleInfo Info { get; }
}

/// <summary>A rule about one input as a whole, from its index alone.</summary>
internal interface IInputRule : IRule
{
    /// <summary>Finds faults of the input.</summary>
    IEnumerable<Finding> Check(InputCase input);
}

/// <summary>A rule about one row. Stateless, since several rows are checked at a time.</summary>
internal interface IRowRule : IRule
{
    /// <summary>Finds faults of the row.</summary>
    IEnumerable<Finding> Check(RowCase row);
}

/// <summary>A rule about all rows together.</summary>
internal interface ISetRule : IRule
{
    /// <summary>What the rule needs of each row besides what the index holds.</summary>
    RowFactKinds Needs { get; }

    /// <summary>Finds faults of the set.</summary>
    IEnumerable<Finding> Check(SetCase set);
}
