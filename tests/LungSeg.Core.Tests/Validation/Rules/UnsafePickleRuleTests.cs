using LungSeg.Core.Validation;
using Xunit;

namespace LungSeg.Core.Tests.Validation.Rules;

public sealed class UnsafePickleRuleTests : RuleTest
{
    [Fact]
    public void Check_CallOfOsSystem_IsFoundAloneWithItsCall()
    {
        var bytes = File.ReadAllBytes(Set.Write(PathOf("whole.pkl")));

        // Behind the two bytes of PROTO: os.system('true'), and its result thrown away.
        File.WriteAllBytes(PathOf("set.pkl"), [.. bytes[..2], .. "cos\nsystem\n(S'true'\ntR0"u8, .. bytes[2..]]);
        var finding = AssertOnly("LS002", Validate(new ValidationOptions(), PathOf("set.pkl")), [null]);
        Assert.StartsWith("os.system would be called", finding.Message, StringComparison.Ordinal);
        Assert.Equal(2, finding.Offset);
    }
}
