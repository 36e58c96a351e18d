using LungSeg.Core.Formats.Documents;

namespace LungSeg.Core.Cards;

/// <summary>The YAML head of a card on the Hugging Face hub.</summary>
internal static class HubCard
{
    /// <summary>Creates the head.</summary>
    public static string CreateHead(CardContent card)
    {
        var said = card.Statements;
        return new HubHead
        {
            Title = card.Name,
            License = said.License,
            Keywords = [.. said.Keywords, "croissant"],
            Rows = card.Rows,
            Configs = card.Output?.HubConfigs ?? [],
            Features = card.Output?.HubFeatures ?? [],
        }.ToString();
    }
}
