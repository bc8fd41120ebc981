{{ conformed('payable_item', ['item_kind', 'payable_item_id'], scope=[]) }}
