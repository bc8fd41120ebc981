{{ conformed('currency', ['currency'], scope=[]) }}
