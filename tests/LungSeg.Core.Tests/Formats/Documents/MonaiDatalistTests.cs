using LungSeg.Core.Formats.Documents;
using Xunit;

namespace LungSeg.Core.Tests.Formats.Documents;

/// <summary>The two shapes: of a data set of its own, and of a split for the folder of another.</summary>
public sealed class MonaiDatalistTests
{
    private const string Head = """
        "tensorImageSize":"2D","modality":{"0":"CT"},"labels":{"0":"background","1":"cancer"},
        """;

    [Fact]
    public void Write_OfADataSet_HasTheMainListsFirstAndAllFields()
    {
        var datalist = new MonaiDatalist("slices", hasValidation: true);
        datalist.Add("part_b", new MonaiCase("b.nii", "b_mask.nii", null, []));
        datalist.Add("part_a", new MonaiCase("a.nii", "a_mask.nii", null, []));
        datalist.Add(MonaiDatalist.Testing, new MonaiCase("t.nii", "t_mask.nii", null, [("label1", "LR2"), ("spacing", double.NaN)]));
        Assert.Equal(
            $$"""
            {"name":"LungSeg","description":"slices",{{Head}}"numTraining":0,"numTest":1,"training":[],"validation":[],
            "testing":[{"image":"t.nii","label":"t_mask.nii","label1":"LR2","spacing":null}],
            "part_a":[{"image":"a.nii","label":"a_mask.nii"}],"part_b":[{"image":"b.nii","label":"b_mask.nii"}]}
            """.ReplaceLineEndings(string.Empty),
            Text(datalist)
        );
    }

    [Fact]
    public void Write_OfFolds_HasNoListToValidateOn()
    {
        var datalist = new MonaiDatalist(description: null, hasValidation: false);
        datalist.Add(MonaiDatalist.Training, new MonaiCase("a.nii", "a_mask.nii", 2, []));
        Assert.Equal(
            $$"""
            {"name":"LungSeg",{{Head}}"numTraining":1,"numTest":0,
            "training":[{"image":"a.nii","label":"a_mask.nii","fold":2}],"testing":[]}
            """.ReplaceLineEndings(string.Empty),
            Text(datalist)
        );
    }

    private static string Text(MonaiDatalist datalist) => string.Concat(JsonText.Write(datalist.Write).Where(c => !char.IsWhiteSpace(c)));
}
